package org.interleave.workbench.trace;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.interleave.core.Metric;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Jvm;
import org.interleave.workbench.report.Machine;

/**
 * A traced run, with all that one has to know to make sense of it.
 *
 * @param program which version of the program made it
 * @param commandLine what the program was called with
 * @param started when the program was called
 * @param workload the workload's name
 * @param parameters a value for each of its parameters, as text
 * @param strategy the strategy's name
 * @param options a value for each of its options, as text
 * @param machine where it ran
 * @param jvm what it ran on
 * @param wallSeconds how long the traced run took
 * @param metrics what the lock counted in it, by name; exact even if events were dropped
 * @param overhead how many times as long as untraced runs traced ones take
 * @param timeline what was recorded
 * @param contention who held the lock and who waited for whom
 * @param processors on which processors the lock was held
 * @param longestWaits the longest waits for the lock, the longest first
 */
public record TraceReport(
        String program,
        List<String> commandLine,
        Instant started,
        String workload,
        Map<String, String> parameters,
        String strategy,
        Map<String, String> options,
        Machine machine,
        Jvm jvm,
        double wallSeconds,
        Map<String, Metric> metrics,
        Estimate overhead,
        Timeline timeline,
        Contention contention,
        ProcessorTimes processors,
        List<Wait> longestWaits) {

    private static final SequencedMap<String, String> COUNTS = counts();

    private static SequencedMap<String, String> counts() {
        SequencedMap<String, String> counts = new LinkedHashMap<>();
        counts.put("switches", "switches");
        counts.put("drop_requests", "drop requests");
        counts.put("forced_switches", "forced switches");
        counts.put("failed_wakeups", "failed wake-ups");
        return counts;
    }

    /** Takes copies. */
    public TraceReport {
        commandLine = List.copyOf(commandLine);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        metrics = Map.copyOf(metrics);
        longestWaits = List.copyOf(longestWaits);
    }

    /** Who waited the most for the lock, and for whom, in a sentence. */
    String verdict() {
        String sentence = ContentionVerdict.of(contention);
        return timeline.dropped() == 0 ? sentence : "As far as it was recorded: " + sentence;
    }

    /** Who held the lock during a wait, in words. */
    String holdersText(Wait wait, int most) {
        if (wait.holders().isEmpty()) {
            return "nobody";
        }
        String named = wait.holders().stream()
                .limit(most)
                .map(holder -> timeline.names().name(holder.task()) + place(holder) + " "
                        + HumanFormat.percent((double) holder.nanos() / wait.nanos()))
                .collect(Collectors.joining(", "));
        int more = wait.holders().size() - most;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static String place(Wait.Holder holder) {
        return holder.place().isEmpty() ? "" : " (" + holder.place() + ")";
    }

    /** What tracing costs, in words. */
    String overheadText() {
        String ratio = HumanFormat.number(overhead.value()) + "× " + HumanFormat.interval(overhead);
        return ratio + " the time without it, over " + overhead.samples() + " pairs of runs" + overheadVerdict();
    }

    private String overheadVerdict() {
        if (overhead.contains(1)) {
            return ": no difference shown";
        }
        return overhead.high() < 1 ? ": noise, for it cannot be faster" : "";
    }

    /** How much was recorded, in words. */
    String eventsText() {
        String dropped = timeline.dropped() == 0
                ? ", none dropped"
                : ", " + String.format(Locale.ROOT, "%,d", timeline.dropped()) + " dropped because the trace was full";
        return String.format(Locale.ROOT, "%,d", timeline.events()) + " recorded" + dropped;
    }

    /** What the lock counted, in words; empty if it counts nothing. */
    String countsText() {
        return COUNTS.entrySet().stream()
                .filter(count -> metrics.containsKey(count.getKey()))
                .map(count -> String.format(
                        Locale.ROOT,
                        "%s %,.0f",
                        count.getValue(),
                        metric(count.getKey()).value()))
                .collect(Collectors.joining(", "));
    }

    private Metric metric(String name) {
        return Objects.requireNonNull(metrics.get(name), name);
    }

    /** The time that the run took, in words. */
    String runText() {
        return HumanFormat.quantity(wallSeconds, "s") + ", of which the trace covers "
                + HumanFormat.quantity(timeline.nanos() / 1e9, "s");
    }

    /** Where it ran, in words. */
    String machineText() {
        return machine.cpus() + " × " + machine.model() + ", "
                + HumanFormat.quantity((double) machine.memoryBytes(), "bytes") + ", " + machine.os();
    }

    /** What it ran on, in words. */
    String jvmText() {
        return jvm.version() + "  " + String.join(" ", jvm.flags());
    }
}
