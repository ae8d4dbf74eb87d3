package org.interleave.workbench.doctor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.runtime.ControlGroup;
import org.interleave.workbench.report.HumanFormat;

/** The checks of what a container, or a service manager, allows: processor time and memory, by control groups of either version. */
final class ContainerChecks {

    /** Of version 1, where no limit is the largest number of whole pages. */
    private static final long NO_LIMIT = 1L << 60;

    private ContainerChecks() {}

    static List<Finding> of(Patient patient) {
        return List.of(time(patient), memory(patient));
    }

    /** A group that has used up its time stands still until the next period begins. */
    private static Finding time(Patient patient) {
        ControlGroup group = patient.controlGroup("cpu");
        Stream<Double> second = group.read("cpu.max").stream()
                .map(lines -> numbers(lines.getFirst()))
                .flatMap(numbers -> share(numbers).stream());
        Stream<Double> first = group.directories().stream()
                .flatMap(directory -> share(Stream.of("cpu.cfs_quota_us", "cpu.cfs_period_us")
                                .flatMap(file -> new ControlGroup(List.of(directory)).read(file).stream())
                                .flatMap(lines -> numbers(lines.getFirst()).stream())
                                .toList())
                        .stream());
        Optional<Double> least = Stream.concat(second, first).min(Comparator.naturalOrder());
        int processors = patient.processors().orElse(0);
        if (least.isEmpty() || least.get() >= processors) {
            return Finding.fine(
                    "container: time",
                    least.map(share -> "enough for " + HumanFormat.number(share) + " processors")
                            .orElse("no limit"));
        }
        String throttled = group.read("cpu.stat").stream()
                .flatMap(List::stream)
                .filter(line -> line.matches("nr_throttled [1-9][0-9]*"))
                .findFirst()
                .map(line -> ", and it was stopped " + line.substring(line.indexOf(' ') + 1) + " times")
                .orElse("");
        return Finding.spoils(
                "container: time",
                "time of " + HumanFormat.number(least.get()) + " processors on " + processors + throttled,
                "lift the limit (docker run without --cpus, a service without CPUQuota), and give processors instead"
                        + " (--cpuset-cpus): who has used up its time stands still until the next period");
    }

    /** Quota and period; nothing if there is no quota. */
    private static Optional<Double> share(List<Long> quotaAndPeriod) {
        return quotaAndPeriod.size() == 2 && quotaAndPeriod.getFirst() > 0 && quotaAndPeriod.getLast() > 0
                ? Optional.of((double) quotaAndPeriod.getFirst() / quotaAndPeriod.getLast())
                : Optional.empty();
    }

    private static List<Long> numbers(String line) {
        return Arrays.stream(line.strip().split(" +", -1))
                .filter(word -> word.matches("-?[0-9]{1,18}"))
                .map(Long::valueOf)
                .toList();
    }

    private static Finding memory(Patient patient) {
        ControlGroup group = patient.controlGroup("memory");
        Optional<Long> least = Stream.of("memory.max", "memory.limit_in_bytes")
                .flatMap(file -> group.read(file).stream())
                .flatMap(lines -> numbers(lines.getFirst()).stream())
                .filter(limit -> limit < NO_LIMIT)
                .min(Comparator.naturalOrder());
        if (least.isEmpty()) {
            return Finding.fine("container: memory", "no limit");
        }
        String fact = "at most " + MemoryChecks.bytes(least.get());
        return least.get() < MemoryChecks.ENOUGH
                ? Finding.spoils(
                        "container: memory",
                        fact,
                        "allow " + MemoryChecks.bytes(MemoryChecks.ENOUGH)
                                + " (docker run --memory, MemoryMax of a service): a fork takes a heap of up to 2 GiB, and the"
                                + " kernel kills what goes beyond")
                : Finding.fine("container: memory", fact);
    }
}
