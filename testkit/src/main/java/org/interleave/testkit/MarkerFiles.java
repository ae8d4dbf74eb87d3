package org.interleave.testkit;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What tasks write down for the test to see, and for each other: files in a directory, since tasks may run in another
 * process.
 *
 * <p>Thread-safe, also between processes: a mark is one creation of a file, which is atomic.
 *
 * @param directory where, as text because a path is not serializable
 */
record MarkerFiles(String directory) implements Serializable {

    private static final String BEATS = "beats";
    private static final String AGAIN = "~";

    /** No markers yet, in an empty directory. */
    static MarkerFiles in(Path directory) {
        try {
            Files.createFile(directory.resolve(BEATS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MarkerFiles(directory.toString());
    }

    /** Writes something down. Doing it twice counts twice. */
    void mark(String what) throws IOException {
        try {
            Files.createFile(path(what));
        } catch (FileAlreadyExistsException e) {
            Files.createFile(path(what + AGAIN + UUID.randomUUID()));
        }
    }

    /** Whether it was written down. */
    boolean marked(String what) {
        return Files.exists(path(what));
    }

    /** The number of times that it was written down. */
    long count(String what) {
        try (Stream<Path> all = Files.list(Path.of(directory))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.equals(what) || name.startsWith(what + AGAIN))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds one to the heartbeats. Fails once the test is over. */
    void beat() throws IOException {
        Files.write(path(BEATS), new byte[1], StandardOpenOption.APPEND);
    }

    /** The number of heartbeats. */
    long beats() {
        try {
            return Files.size(path(BEATS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the test is over and its directory gone: a sign for tasks that the strategy failed to end. */
    boolean gone() {
        return !Files.exists(path(BEATS));
    }

    private Path path(String what) {
        return Path.of(directory, what);
    }
}
