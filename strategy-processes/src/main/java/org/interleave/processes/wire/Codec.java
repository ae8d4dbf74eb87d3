package org.interleave.processes.wire;

import java.io.File;
import java.util.Locale;
import java.util.Optional;
import org.apache.fory.Fory;

/** What turns tasks and results into bytes, by the name that the option has. Parent and worker use the same. */
public enum Codec {
    /** Java's own serialization. */
    JAVA,

    /** Apache Fory. */
    FORY;

    /** The codec of this name, which is the {@link #text} of one. */
    public static Codec named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Its name. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The library that it needs beside the JDK, as it lies on the disk. */
    public Optional<File> library() {
        return switch (this) {
            case JAVA -> Optional.empty();
            case FORY -> Optional.of(Fingerprint.source(Fory.class));
        };
    }

    /**
     * A codec ready for use.
     *
     * @param maxDepth how deeply objects may be nested
     */
    public PayloadCodec open(int maxDepth) {
        return switch (this) {
            case JAVA -> new JavaSerialization(maxDepth);
            case FORY -> new ForySerialization(maxDepth);
        };
    }
}
