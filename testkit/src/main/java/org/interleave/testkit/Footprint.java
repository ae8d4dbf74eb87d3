package org.interleave.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this JVM holds at one moment: threads, also virtual ones, descendant processes, entries of the temporary
 * directory, and on Linux sockets and pipes.
 *
 * <p>Threads that the JVM itself keeps, such as carriers, reapers of processes and the common pool, are not counted.
 * The temporary directory should be one of the JVM's own ({@code -Djava.io.tmpdir}), or strangers' files count as well.
 *
 * @param items each as text
 */
record Footprint(Set<String> items) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Pattern VIRTUAL_THREAD = Pattern.compile("#[0-9]+ \".*\" virtual.*");
    private static final Pattern CLOSABLE = Pattern.compile("(socket|pipe):.*");

    /**
     * Looks.
     *
     * @param directory where a file may be written
     */
    static Footprint take(Path directory) {
        Set<String> items = new LinkedHashSet<>();
        try {
            platformThreads().map(text -> "thread " + text).forEach(items::add);
            virtualThreads(directory).map(text -> "thread " + text).forEach(items::add);
            processes().map(text -> "process " + text).forEach(items::add);
            descriptors().forEach(items::add);
            temporaryFiles().map(text -> "file " + text).forEach(items::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Footprint(items);
    }

    /** What is here and was not there. */
    Set<String> minus(Footprint earlier) {
        Set<String> more = new LinkedHashSet<>(items);
        more.removeAll(earlier.items);
        return more;
    }

    private static Stream<String> platformThreads() {
        ThreadGroup own = ownGroup();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> {
                    ThreadGroup group = thread.getThreadGroup();
                    return group != null && own.parentOf(group);
                })
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
                .map(thread -> "#" + thread.threadId() + " \"" + thread.getName() + "\"");
    }

    /** The group of everything that is not the JVM's own: the outermost but one. */
    private static ThreadGroup ownGroup() {
        ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
        while (group.getParent() != null && group.getParent().getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** Only a thread dump tells of virtual threads. */
    private static Stream<String> virtualThreads(Path directory) throws IOException {
        Path dump = directory.resolve("threads-" + UUID.randomUUID());
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        try {
            return Files.readAllLines(dump).stream()
                    .filter(line -> VIRTUAL_THREAD.matcher(line).matches())
                    .map(line -> line.substring(0, line.lastIndexOf('"') + 1));
        } finally {
            Files.delete(dump);
        }
    }

    private static Stream<String> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.pid() + " " + process.info().command().orElse(""));
    }

    private static Stream<String> descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Stream.empty();
        }
        Set<String> targets = new LinkedHashSet<>();
        try (Stream<Path> links = Files.list(DESCRIPTORS)) {
            for (Path link : (Iterable<Path>) links::iterator) {
                try {
                    targets.add(Files.readSymbolicLink(link).toString());
                } catch (IOException ignored) {
                    // closed since it was listed
                }
            }
        }
        return targets.stream().filter(target -> CLOSABLE.matcher(target).matches());
    }

    private static Stream<String> temporaryFiles() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir", "")))) {
            return entries.map(Path::toString).toList().stream();
        }
    }
}
