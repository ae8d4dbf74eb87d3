package org.interleave.core.runtime;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory for temporary files that only this user may enter, removed with all that is in it when it is closed. What a
 * killed process leaves is removed by the next process of the same user that makes one in the same place.
 *
 * <p>That its owner lives is proved by a lock that the kernel holds for the owner on a file in the directory. Unlike a
 * process id and a start time it needs no comparing, cannot be taken for that of another process, boot or pid namespace
 * that shares the place, and is gone at the moment when the process is, however it ends.
 *
 * <p>Where file systems have no locks, nothing of other processes is removed. Thread-safe.
 */
public final class ScratchDirectory implements AutoCloseable {

    /** The file that the owner holds a lock on. */
    public static final String LOCK = "owner.lock";

    private static final String PREFIX = "interleave-";

    /** The process id is for people, and for leaving alone what this process itself is making. */
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]+-.+");

    /** Time limit for looking through a place, of which a part may be a stranger's hundred thousand files. */
    private static final Duration SWEEP_LIMIT = Duration.ofMillis(500);

    /** Two hundred years, so that times to come can be compared with it. */
    private static final long UNLIMITED_NANOS = Long.MAX_VALUE / 2;

    /** Attempts to make one before another process takes it for abandoned. */
    private static final int MOST_ATTEMPTS = 100;

    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private ScratchDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes one. The first time in this process, what killed processes have left in the same place is removed before.
     *
     * @param place the directory to make it in
     * @throws IOException if it cannot be made there
     */
    public static ScratchDirectory create(Path place) throws IOException {
        if (SWEPT.add(place)) {
            sweep(place);
        }
        String prefix = prefix(ProcessHandle.current().pid());
        return make(() -> Files.createTempDirectory(place, prefix));
    }

    /**
     * Takes over a directory with a name as this class gives, which was made for this process by the one that started it.
     *
     * @throws IOException if it is not this user's alone, or cannot be made if it has been removed meanwhile
     */
    public static ScratchDirectory adopt(Path path) throws IOException {
        if (!isNamedLikeOne(path)) {
            throw new IOException(path + " is no scratch directory");
        }
        return make(() -> {
            if (!Files.exists(path, NOFOLLOW_LINKS)) {
                Files.createDirectory(path, OwnFiles.PRIVATE_DIRECTORY);
            }
            if (!Files.isDirectory(path, NOFOLLOW_LINKS)
                    || OwnFiles.objection(path).isPresent()) {
                throw new IOException(path + " is not this user's alone");
            }
            return path;
        });
    }

    /** Sees to it that a directory is there. */
    private interface Maker {

        Path make() throws IOException;
    }

    private static ScratchDirectory make(Maker maker) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path path = maker.make();
            try {
                return own(path);
            } catch (NoSuchFileException taken) { // for a dead process's, by another that removes those
                if (attempt == MOST_ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /** Whether a directory's name is one as this class gives. */
    public static boolean isNamedLikeOne(Path path) {
        return NAME.matcher(String.valueOf(path.getFileName())).matches();
    }

    /** What the names of those begin with that the process of this id makes. */
    public static String prefix(long pid) {
        return PREFIX + pid + "-";
    }

    /** Until it is locked another process may take it for a dead one's: then it is gone, or will be in a moment. */
    private static ScratchDirectory own(Path path) throws IOException {
        Path file = path.resolve(LOCK);
        FileChannel channel = FileChannel.open(file, CREATE, WRITE);
        boolean owned = false;
        try {
            boolean locked;
            try {
                locked = channel.tryLock() != null;
            } catch (IOException noLocks) {
                locked = true; // and nobody can take it for a dead one's
            }
            owned = locked && Files.exists(file, NOFOLLOW_LINKS);
            if (!owned) {
                throw new NoSuchFileException(path.toString());
            }
            return new ScratchDirectory(path, channel);
        } finally {
            if (!owned) {
                channel.close();
            }
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Removes it with all that is in it. What cannot be removed stays; somebody else may have removed it before. */
    @Override
    public void close() {
        remove(path, System.nanoTime() + UNLIMITED_NANOS);
        try {
            lock.close();
        } catch (IOException ignored) {
            // there is nothing to be written
        }
    }

    /**
     * Removes what processes of this user that are gone have left in a place, and nothing else. Never fails and takes half
     * a second at most; what there was no time for stays for the next time.
     */
    public static void sweep(Path place) {
        SWEPT.add(place);
        long deadline = System.nanoTime() + SWEEP_LIMIT.toNanos();
        String own = prefix(ProcessHandle.current().pid());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            if (OwnFiles.objectionToPlace(place, true).isPresent()) {
                return;
            }
            for (Path entry : entries) {
                if (System.nanoTime() - deadline > 0) {
                    return;
                }
                String name = entry.getFileName().toString();
                if (name.startsWith(PREFIX) && !name.startsWith(own) && isNamedLikeOne(entry)) {
                    removeIfAbandoned(entry, deadline);
                }
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // then it stays as it is
        }
    }

    private static void removeIfAbandoned(Path directory, long deadline) {
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)
                || OwnFiles.objection(directory).isPresent()) {
            return;
        }
        // With a lock of its own even where there is none yet: whoever made the directory just now finds that taken.
        try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), CREATE, WRITE, NOFOLLOW_LINKS);
                FileLock taken = channel.tryLock()) {
            if (taken != null) {
                remove(directory, deadline);
            }
        } catch (IOException | RuntimeException e) {
            // it has gone, or whether its owner lives cannot be told
        }
    }

    /** Nobody else may write in it, so that nothing in it becomes a link meanwhile. The lock goes last. */
    private static void remove(Path directory, long deadline) {
        Path lock = directory.resolve(LOCK);
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    return file.equals(lock) ? FileVisitResult.CONTINUE : delete(file);
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) {
                    return visited.equals(directory) ? FileVisitResult.CONTINUE : delete(visited);
                }

                private FileVisitResult delete(Path file) {
                    deleteIfPossible(file);
                    return System.nanoTime() - deadline > 0 ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException ignored) {
            // the visitor throws none
        }
        deleteIfPossible(lock);
        deleteIfPossible(directory);
    }

    private static void deleteIfPossible(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException ignored) {
            // it stays
        }
    }
}
