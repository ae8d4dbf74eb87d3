package org.acme;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/** What nobody must be able to have made in somebody else's process: it creates a file there. */
public final class Trap implements Serializable {

    private static final long serialVersionUID = 1;

    /** Where it creates the file. */
    private final String file;

    /** Creates nothing. */
    public Trap(String file) {
        this.file = file;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        Files.createFile(Path.of(file));
    }
}
