package org.interleave.processes.cluster;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.interleave.core.InvalidInputException;

/** Files and directories that are this user's and nobody else's. */
final class OwnerOnly {

    private static final Set<PosixFilePermission> WRITE_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private static final Set<PosixFilePermission> ANY_BY_OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private static final long ROOT = 0;

    private OwnerOnly() {}

    /** What a file is created with. */
    static FileAttribute<Set<PosixFilePermission>> file() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    /** What a directory is created with. */
    static FileAttribute<Set<PosixFilePermission>> directory() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * Checks that a file or directory is this user's, and that others may do nothing with it.
     *
     * @throws InvalidInputException if not, with the remedy
     */
    static void checkPrivate(Path path) throws IOException {
        if (owner(path) != self()) {
            throw new InvalidInputException(path + " belongs to somebody else, user "
                    + Files.getOwner(path).getName() + " (use your own, with chown or with a copy)");
        }
        if (othersMay(path, ANY_BY_OTHERS)) {
            throw new InvalidInputException("others may use " + path + " (chmod go-rwx " + path + ")");
        }
    }

    /**
     * Checks that nobody but this user and root may put something else in the place of what is in a directory.
     *
     * @throws InvalidInputException if not, with the remedy
     */
    static void checkUnwritable(Path directory) throws IOException {
        if (owner(directory) != self() && owner(directory) != ROOT) {
            throw new InvalidInputException(directory + " belongs to somebody else, user "
                    + Files.getOwner(directory).getName() + " (use a directory of your own)");
        }
        if (othersMay(directory, WRITE_BY_OTHERS)) {
            throw new InvalidInputException("others may write to " + directory + " (chmod go-w " + directory + ")");
        }
    }

    private static boolean othersMay(Path path, Set<PosixFilePermission> permissions) throws IOException {
        return Files.getPosixFilePermissions(path).stream().anyMatch(permissions::contains);
    }

    private static long owner(Path path) throws IOException {
        return Integer.toUnsignedLong((Integer) Files.getAttribute(path, "unix:uid"));
    }

    private static long self() {
        return new UnixSystem().getUid();
    }
}
