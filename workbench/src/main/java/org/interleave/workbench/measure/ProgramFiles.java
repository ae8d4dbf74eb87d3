package org.interleave.workbench.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that a fork is started from: those of this program, or of another build of it.
 *
 * @param classPath as the JVM takes it
 * @param archive of classes that forks share, if there is one
 */
record ProgramFiles(String classPath, Optional<Path> archive) {

    /** Those of the running program. */
    static ProgramFiles own() {
        return new ProgramFiles(System.getProperty("java.class.path"), ForkArchive.own());
    }

    /** The same without an archive where another has none, so that neither starts the faster. */
    ProgramFiles alike(ProgramFiles other) {
        return other.hasArchive() ? this : new ProgramFiles(classPath, Optional.empty());
    }

    private boolean hasArchive() {
        return archive.filter(Files::isRegularFile).isPresent();
    }
}
