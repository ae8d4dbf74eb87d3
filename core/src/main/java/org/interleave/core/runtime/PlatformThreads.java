package org.interleave.core.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Availability;
import org.interleave.core.Quantity;

/**
 * The number of platform threads that Linux lets a process have: of limits on processes and threads, on mappings of memory, of which
 * a thread's stack and its guard pages take two, and on what the control group may have. Elsewhere nothing is known of a limit.
 */
public final class PlatformThreads {

    /** What a JVM has anyway. */
    private static final long OTHERS = 200;

    private static final int MAPPINGS_PER_THREAD = 2;
    private static final long OTHER_MAPPINGS = 2_000;

    private PlatformThreads() {}

    private record Limit(String name, long value, long threads) {}

    /** Whether a process can have so many more, and if not, which limit is in the way. */
    public static Availability enough(long threads) {
        return enough(threads, Path.of("/"));
    }

    /**
     * The same of another system.
     *
     * @param root where its {@code proc} and {@code sys} are
     */
    static Availability enough(long threads, Path root) {
        return limits(root).stream()
                .min(Comparator.comparingLong(Limit::threads))
                .filter(limit -> threads > limit.threads())
                .<Availability>map(limit -> new Availability.Unavailable("needs " + Quantity.format(threads)
                        + " threads at once and can have " + Math.max(0, limit.threads()) + " here (" + limit.name()
                        + " is "
                        + limit.value() + ")"))
                .orElse(Availability.available());
    }

    private static List<Limit> limits(Path root) {
        List<Limit> limits = new ArrayList<>();
        Path proc = root.resolve("proc");
        long running = running(proc).orElse(0L);
        for (String name : List.of("pid_max", "threads-max")) {
            number(proc.resolve("sys/kernel/" + name))
                    .ifPresent(most -> limits.add(new Limit("kernel." + name, most, most - running - OTHERS)));
        }
        number(proc.resolve("sys/vm/max_map_count"))
                .ifPresent(most ->
                        limits.add(new Limit("vm.max_map_count", most, (most - OTHER_MAPPINGS) / MAPPINGS_PER_THREAD)));
        processes(proc).ifPresent(most -> limits.add(new Limit("ulimit -u", most, most - OTHERS)));
        ControlGroup.of(root, "pids").read("pids.max").stream()
                .flatMap(lines -> parsed(lines.getFirst()).stream())
                .forEach(most -> limits.add(new Limit("pids.max of the control group", most, most - OTHERS)));
        return limits;
    }

    /** Of all processes, the second number of {@code 0.1 0.2 0.3 1/234 5678}. */
    private static Optional<Long> running(Path proc) {
        return lines(proc.resolve("loadavg")).stream()
                .findFirst()
                .map(line -> line.replaceFirst("^.*/(\\d+) .*$", "$1"))
                .flatMap(PlatformThreads::parsed);
    }

    private static Optional<Long> processes(Path proc) {
        return lines(proc.resolve("self/limits")).stream()
                .filter(line -> line.startsWith("Max processes"))
                .findFirst()
                .map(line -> line.replaceFirst("^Max processes +(\\S+) .*$", "$1"))
                .flatMap(PlatformThreads::parsed);
    }

    private static Optional<Long> number(Path file) {
        return lines(file).stream().findFirst().flatMap(PlatformThreads::parsed);
    }

    /** What is no number, such as {@code unlimited} or {@code max}, is no limit. */
    private static Optional<Long> parsed(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
