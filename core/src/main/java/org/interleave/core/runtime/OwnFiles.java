package org.interleave.core.runtime;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether files are this user's alone, by their owner and mode. Access lists beyond those are not looked at. */
public final class OwnFiles {

    /** For a new directory that only this user may enter. */
    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** For a new file that only this user may read and write. */
    public static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final int ANY_FOR_OTHERS = 0077;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private OwnFiles() {}

    /**
     * What speaks against a file or directory being this user's alone to write: that it is somebody else's, that others may
     * write to it, that it is a symbolic link, or that it cannot be looked at.
     */
    public static Optional<String> objection(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return Optional.of(path + " is a symbolic link");
            }
            Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,mode", NOFOLLOW_LINKS);
            int owner = number(attributes, "uid");
            if (owner != User.ID) {
                return Optional.of(path + " belongs to user " + owner);
            }
            return (number(attributes, "mode") & WRITABLE_BY_OTHERS) == 0
                    ? Optional.empty()
                    : Optional.of(path + " may be written by others (chmod go-w)");
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.of(path + " cannot be looked at: " + e.getMessage());
        }
    }

    /**
     * This user's own directory in a place that is shared, such as {@code /tmp}, made if it is not there.
     *
     * @throws IOException if it cannot be made, or is not this user's alone
     */
    public static Path ownDirectory(Path place) throws IOException {
        Path directory = place.resolve("interleave-" + User.ID);
        try {
            return Files.createDirectory(directory, PRIVATE_DIRECTORY);
        } catch (FileAlreadyExistsException there) {
            Optional<String> objection = objection(directory);
            if (objection.isPresent()) {
                throw new IOException(objection.get(), there);
            }
            return directory;
        }
    }

    /**
     * What speaks against one of the directories from a root down to a file, or the file itself, or nothing if all are this
     * user's alone. The root may be reached by a link of the user's.
     *
     * @param file below the root
     */
    public static Optional<String> objection(Path root, Path file) {
        try {
            Path path = root.toRealPath();
            Optional<String> objection = objection(path);
            for (Path name : root.relativize(file)) {
                Path next = path.resolve(name);
                objection = objection.or(() -> objection(next));
                path = next;
            }
            return objection;
        } catch (IOException | RuntimeException e) {
            return Optional.of(file + " cannot be looked at: " + e.getMessage());
        }
    }

    /**
     * What speaks against a file or directory being a secret of this user's: that it is somebody else's, or that others may
     * do anything with it. Ends with the remedy.
     *
     * @throws IOException if it cannot be looked at
     */
    public static Optional<String> objectionToSecret(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,mode");
        if (number(attributes, "uid") != User.ID) {
            return Optional.of(path + " belongs to somebody else, user "
                    + Files.getOwner(path).getName() + " (use your own, with chown or with a copy)");
        }
        return (number(attributes, "mode") & ANY_FOR_OTHERS) == 0
                ? Optional.empty()
                : Optional.of("others may use " + path + " (chmod go-rwx " + path + ")");
    }

    /**
     * What speaks against keeping something of this user's in a directory: that somebody else, root aside, may put another
     * thing in its place. Ends with the remedy.
     *
     * @throws IOException if it cannot be looked at
     */
    public static Optional<String> objectionToPlace(Path directory) throws IOException {
        return objectionToPlace(directory, false);
    }

    /**
     * {@link #objectionToPlace(Path)} for a directory that may be shared.
     *
     * @param stickySuffices whether others may write to it if it is sticky: then they cannot remove or rename what is not
     *     theirs, though they may take a name before this user does
     */
    static Optional<String> objectionToPlace(Path directory, boolean stickySuffices) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(directory, "unix:uid,mode");
        int owner = number(attributes, "uid");
        if (owner != User.ID && owner != ROOT) {
            return Optional.of(directory + " belongs to somebody else, user "
                    + Files.getOwner(directory).getName() + " (use a directory of your own)");
        }
        int mode = number(attributes, "mode");
        return (mode & WRITABLE_BY_OTHERS) == 0 || (stickySuffices && (mode & STICKY) != 0)
                ? Optional.empty()
                : Optional.of("others may write to " + directory + " (chmod go-w " + directory + ")");
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (int) attributes.getOrDefault(name, -1);
    }

    /** Looked up when first needed. */
    private static final class User {
        static final long ID = new UnixSystem().getUid();
    }
}
