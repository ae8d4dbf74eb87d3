package org.interleave.processes.cluster;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.runtime.OwnFiles;

/**
 * The certificates of this process's user, by which his nodes on loopback and his runs know each other. They are kept in his
 * configuration directory, which nobody else may read, and are made once, by whichever process needs them first. The key of
 * their authority is not kept: nobody can make more of them.
 *
 * <p>They appear by the rename of a directory that is complete. If two processes make some at once, the second rename fails,
 * and both use those of the first.
 */
public final class UserCertificates {

    private static final String UNFINISHED = "unfinished-";

    /** When what was not finished will not be any more: its maker was killed. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private static final String REMEDY = " (interleave node --new-certificates DIR makes others; name them with"
            + " --certificates DIR for a node and --set certificates=DIR for a run)";

    private UserCertificates() {}

    /**
     * Where they are, or would be: {@code interleave/certificates} in {@code $XDG_CONFIG_HOME} or in {@code ~/.config}.
     *
     * @throws InvalidInputException if the user has no home
     */
    public static Path directory() {
        return in(place());
    }

    private static Path place() {
        return place(Objects.requireNonNullElse(System.getenv("XDG_CONFIG_HOME"), ""), System.getProperty("user.home"));
    }

    /** Interleave's directory in a configuration directory, which counts only if it is absolute, or else in a home. */
    static Path place(String configuration, String home) {
        Path given = Path.of(configuration);
        Path used = given.isAbsolute() ? given : Path.of(home, ".config");
        if (!used.isAbsolute()) { // the home of a user whom the system does not know is "?"
            throw new InvalidInputException("you have no home directory to keep certificates of your own in" + REMEDY);
        }
        return used.resolve("interleave");
    }

    private static Path in(Path place) {
        return place.resolve("certificates");
    }

    /**
     * Checks those that are there, or if there are none that they can be made.
     *
     * @throws InvalidInputException if they cannot be used or made
     */
    public static void check() {
        Path place = place();
        if (Files.exists(in(place))) {
            load(place);
            return;
        }
        Path existing = existing(place);
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new InvalidInputException("cannot make certificates of your own in " + in(place)
                    + ": you may not write to " + existing + REMEDY);
        }
    }

    /** A path, or where it is not there the nearest above it that is. */
    private static Path existing(Path path) {
        Path parent = path.getParent();
        return parent == null || Files.exists(path) ? path : existing(parent);
    }

    /**
     * Loads them, and makes them before if there are none.
     *
     * @throws InvalidInputException if they cannot be made, belong to somebody else, can be read or replaced by others, or
     *     cannot be used
     */
    public static Certificates obtain() {
        return obtain(place());
    }

    /** Loads or makes those below another directory. */
    static Certificates obtain(Path place) {
        try {
            if (!Files.exists(in(place))) {
                make(place);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidInputException(
                    "cannot make certificates of your own in " + in(place) + ": " + Certificates.reason(e) + REMEDY, e);
        }
        return load(place);
    }

    private static Certificates load(Path place) {
        Path directory = in(place);
        try {
            Certificates.refuse(OwnFiles.objectionToPlace(place));
            Certificates.refuse(OwnFiles.objectionToSecret(directory));
        } catch (IOException e) {
            throw new InvalidInputException("cannot use " + directory + ": " + Certificates.reason(e) + REMEDY, e);
        }
        return Certificates.load(directory);
    }

    private static void make(Path place) throws IOException, GeneralSecurityException {
        Files.createDirectories(place, OwnFiles.PRIVATE_DIRECTORY);
        Path unfinished = Files.createTempDirectory(place, UNFINISHED, OwnFiles.PRIVATE_DIRECTORY);
        try {
            Certificates.write(
                    new CertificateAuthority(Certificates.KEPT).forNodes(), unfinished, Certificates.NODE_FILE);
            Files.move(unfinished, in(place), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(in(place).resolve(Certificates.NODE_FILE))) {
                throw e;
            }
        } finally {
            remove(unfinished);
        }
        removeAbandoned(place);
    }

    private static void removeAbandoned(Path place) throws IOException {
        for (Path entry : entries(place)) {
            if (entry.getFileName().toString().startsWith(UNFINISHED) && abandoned(entry)) {
                remove(entry);
            }
        }
    }

    private static boolean abandoned(Path unfinished) throws IOException {
        try {
            return Files.getLastModifiedTime(unfinished)
                    .toInstant()
                    .isBefore(Instant.now().minus(ABANDONED));
        } catch (NoSuchFileException e) {
            return false; // another process has finished it
        }
    }

    private static void remove(Path directory) throws IOException {
        if (Files.exists(directory)) {
            for (Path entry : entries(directory)) {
                Files.deleteIfExists(entry);
            }
            Files.deleteIfExists(directory);
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
