package org.interleave.processes.pool;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.interleave.core.Join;
import org.interleave.core.runtime.OwnFiles;
import org.interleave.core.runtime.ScratchDirectory;
import org.interleave.processes.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The archive of classes that workers start from, so that they need not load, check and link them anew. It is the JVM's
 * ahead-of-time cache, which holds the JDK's classes too and so replaces the JVM's own archive: four workers start in less
 * time from it than from an archive beside that one.
 *
 * <p>It is made once for a JVM and a build of this code, beside the first pool that finds none, and kept in the user's
 * cache directory. Its name says for which code it is, and its own checksum: one that was cut short or changed is not
 * used. It appears by a rename, when it is complete. Where it cannot be made, since the code is not in jars or the
 * directory cannot be written, workers start without.
 *
 * <p>What is loaded from it is run, unchecked. So it is used only if it and the directories from the user's cache directory
 * down are this user's and nobody else may write to them. If not, workers start without, and their flags say why.
 *
 * <p>The system property {@value #SWITCH} with the value {@code off} does without.
 *
 * <p>Thread-safe: guarded by this class's monitor, which is never held while something is made.
 */
public final class WorkerArchive {

    static final String SWITCH = "interleave.worker-archive";

    private static final String PREFIX = "workers-";
    private static final String SUFFIX = ".aot";

    /** The number of archives that are kept, of which some may be for other builds in use. */
    private static final int KEPT = 8;

    private static boolean searched;
    private static @Nullable Path found;
    private static List<String> refusal = List.of();
    private static @Nullable Thread making;

    private WorkerArchive() {}

    /**
     * What makes a worker start from it, without looking for the profile that it does not hold; nothing if there is none, or
     * why it is not used. A worker says nothing of an archive it cannot use.
     */
    public static synchronized List<String> flags() {
        if (!searched) {
            searched = true;
            found = search().orElse(null);
        }
        Path file = found;
        return file == null
                ? refusal
                : List.of("-XX:AOTCache=" + file, "-XX:-AOTReplayTraining", "-Xlog:cds*=off", "-Xlog:aot*=off");
    }

    /** Begins to make one if there is none and nobody has tried in this process. */
    static synchronized void begin() {
        if (searched && found == null && refusal.isEmpty() && making == null && possible()) {
            Thread thread = Thread.ofPlatform().name("worker-archive").daemon().unstarted(WorkerArchive::make);
            making = thread;
            thread.start();
        }
    }

    /** Waits until none is being made. An interrupt is kept for later. */
    static void await() {
        Thread thread = current();
        if (thread != null) {
            Join.of(thread);
        }
    }

    private static synchronized @Nullable Thread current() {
        return making;
    }

    private static synchronized void made(Path file) {
        found = file;
    }

    private static boolean possible() {
        return !"off".equals(System.getProperty(SWITCH))
                && directory().isAbsolute() // the home of a user whom the system does not know is "?"
                && Fingerprint.sources().stream().allMatch(File::isFile);
    }

    /** The user's directory for what can be made again. */
    private static Path caches() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    }

    private static Path directory() {
        return caches().resolve("interleave");
    }

    /** The prefix of the names of all for this code and this JVM. */
    private static String prefix() {
        CRC32C sum = new CRC32C();
        sum.update(System.getProperty("java.home").getBytes(StandardCharsets.UTF_8));
        return PREFIX + Long.toHexString(Fingerprint.take()) + "-" + Long.toHexString(sum.getValue()) + "-";
    }

    private static Optional<Path> search() {
        Path directory = directory();
        if (!possible() || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        ScratchDirectory.sweep(directory);
        if (!trusted(directory)) {
            return Optional.empty();
        }
        String prefix = prefix();
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> name(file).startsWith(prefix) && name(file).endsWith(SUFFIX))
                    .filter(WorkerArchive::trusted)
                    .filter(WorkerArchive::sound)
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // as if there were none
        }
    }

    /** Whether nobody else can have written it. If not, says why in the flags. Called with the monitor held. */
    private static boolean trusted(Path path) {
        Optional<String> objection = OwnFiles.objection(caches(), path);
        objection.ifPresent(why -> refusal = List.of("-D" + SWITCH + "=not used: " + why));
        return objection.isEmpty();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** Whether its checksum is right. If so it counts as used now, if not it is removed. */
    private static boolean sound(Path file) {
        try {
            if (name(file).endsWith("-" + checksum(file) + SUFFIX)) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
                return true;
            }
            Files.deleteIfExists(file);
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static String checksum(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        sum.update(Files.readAllBytes(file));
        return Long.toHexString(sum.getValue());
    }

    private static void make() {
        try {
            Path directory = Files.createDirectories(directory(), OwnFiles.PRIVATE_DIRECTORY);
            if (OwnFiles.objection(caches(), directory).isPresent()) {
                return;
            }
            try (ScratchDirectory scratch = ScratchDirectory.create(directory)) {
                Path unfinished = scratch.path().resolve("unfinished" + SUFFIX);
                if (train(unfinished)) {
                    Path file = directory.resolve(prefix() + checksum(unfinished) + SUFFIX);
                    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                    made(file);
                    removeOld(directory);
                }
            }
        } catch (IOException | RuntimeException e) {
            // workers start without, as they did
        }
    }

    /** Lets a worker write down its classes. Says whether it did. */
    private static boolean train(Path unfinished) throws IOException {
        return WorkerTraining.run(unfinished) && Files.isRegularFile(unfinished) && Files.size(unfinished) > 0;
    }

    private static void removeOld(Path directory) throws IOException {
        List<Path> archives = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> name(file).startsWith(PREFIX)).forEach(archives::add);
        }
        archives.sort(Comparator.comparingLong((Path file) -> file.toFile().lastModified())
                .reversed());
        for (Path old : archives.subList(Math.min(KEPT, archives.size()), archives.size())) {
            Files.deleteIfExists(old);
        }
    }
}
