package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.interleave.core.workloads.Countdown;
import org.interleave.core.workloads.Echo;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.LockTrace.Kind;
import org.interleave.threads.TraceableStrategy;
import org.interleave.workbench.trace.Tracer.TracedRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real runs, traced. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TracerTest {

    private static final Map<String, String> SIZE = Map.of("count", "6M");

    @TempDir
    private Path directory = Path.of("");

    private static Tracer<?> tracer(TraceableStrategy strategy, long capacity, boolean inFlight) {
        Map<String, String> options = strategy == GiantLocks.TIMED ? Map.of("switch-interval", "1ms") : Map.of();
        return new Tracer<>(new Countdown(), SIZE, strategy, options, capacity, inFlight);
    }

    private static double metric(TracedRun run, String name) {
        return Objects.requireNonNull(run.metrics().get(name), name).value();
    }

    private static Map<Kind, Long> counts(Timeline timeline) {
        Map<Kind, Long> counts = new HashMap<>();
        for (TaskEvents task : timeline.tasks()) {
            for (long event = 0; event < task.size(); event++) {
                counts.merge(task.kind(event), 1L, Long::sum);
            }
        }
        return counts;
    }

    @Test
    void theTraceAgreesWithTheCounters() throws InterruptedException {
        try (Tracer<?> tracer = tracer(GiantLocks.TIMED, 1_000_000, false)) {
            tracer.run(true);
            TracedRun run = tracer.last();
            Timeline timeline = run.timeline();

            Map<Kind, Long> counts = counts(timeline);
            assertThat(timeline.dropped()).isZero();
            assertThat((double) counts.getOrDefault(Kind.FORCED, 0L)).isEqualTo(metric(run, "forced_switches"));
            assertThat((double) counts.getOrDefault(Kind.DROP_REQUEST, 0L)).isEqualTo(metric(run, "drop_requests"));
            assertThat((double) counts.getOrDefault(Kind.FAILED_WAKEUP, 0L)).isEqualTo(metric(run, "failed_wakeups"));
            double longest = Wait.longest(timeline, 1).stream()
                    .mapToLong(Wait::nanos)
                    .max()
                    .orElse(0);
            assertThat(longest).isCloseTo(1e9 * metric(run, "longest_wait"), within(1e3));
        }
    }

    @Test
    void tasksAreCalledByTheRolesThatTheirWorkloadNames() throws InterruptedException {
        try (Tracer<?> tracer =
                new Tracer<>(new Echo(), Map.of("background", "2"), GiantLocks.TIMED, Map.of(), 1_000_000, false)) {
            tracer.run(true);
            Timeline timeline = tracer.last().timeline();

            assertThat(timeline.tasks().stream().map(task -> timeline.names().name(task.task())))
                    .containsExactly("server", "background 1", "background 2");
        }
    }

    @Test
    void whatFindsTheTraceFullIsCountedAndNothingIsSaidOfTheRest() throws InterruptedException {
        long checkpoints = 200_000;
        try (Tracer<?> tracer =
                new Tracer<>(new Countdown(), Map.of("count", "20M"), GiantLocks.TICK, Map.of(), 1, false)) {
            tracer.run(true);
            Timeline timeline = tracer.last().timeline();

            assertThat(timeline.dropped()).isPositive();
            assertThat(timeline.events()).isLessThan(checkpoints);
            assertThat(timeline.events() + timeline.dropped()).isGreaterThanOrEqualTo(2 * checkpoints);
            assertThat(timeline.tasks())
                    .allSatisfy(
                            task -> assertThat(task.stateAfter(task.size() - 1)).isEqualTo(LockState.UNKNOWN));
        }
    }

    @Test
    void tracedAndUntracedRunsAreCompared() throws InterruptedException {
        try (Tracer<?> tracer = tracer(GiantLocks.FAIR, 1_000_000, false)) {
            tracer.warmUp();
            for (int pair = 0; pair < 3; pair++) {
                tracer.run(pair % 2 == 0);
                tracer.run(pair % 2 == 1);
            }

            assertThat(tracer.overhead().samples()).isEqualTo(3);
            assertThat(tracer.overhead().value()).isPositive();
        }
    }

    /** How often each task took the lock on each processor, as the flight recorder has it. */
    private static Map<String, Long> recordedHolds(List<RecordedEvent> events) {
        Map<String, Long> holds = new HashMap<>();
        for (RecordedEvent event : events) {
            if (event.getEventType().getName().equals("org.interleave.LockHolding")) {
                holds.merge("task " + event.getInt("task") + " on " + event.getInt("processor"), 1L, Long::sum);
            }
        }
        return holds;
    }

    /** The same, as traced. */
    private static Map<String, Long> tracedHolds(Timeline timeline) {
        Map<String, Long> holds = new HashMap<>();
        for (TaskEvents task : timeline.tasks()) {
            for (long event = 0; event < task.size(); event++) {
                if (task.kind(event) == Kind.ACQUIRED) {
                    int processor = task.processor(event).orElse(-1);
                    holds.merge("task " + task.task() + " on " + processor, 1L, Long::sum);
                }
            }
        }
        return holds;
    }

    @Test
    void theFlightRecordingAgreesWithTheCounters() throws InterruptedException, IOException {
        try (Tracer<?> tracer = tracer(GiantLocks.TIMED, 1_000_000, true)) {
            tracer.run(true);
            TracedRun run = tracer.last();
            Path file = directory.resolve("trace.jfr");
            try (OutputStream out = Files.newOutputStream(file)) {
                run.recording().orElseThrow().writeTo(out);
            }

            Map<String, Long> recorded = new HashMap<>();
            Map<String, Long> nanos = new HashMap<>();
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            for (RecordedEvent event : events) {
                String name = event.getEventType().getName();
                recorded.merge(name, 1L, Long::sum);
                nanos.merge(name, event.getDuration().toNanos(), Long::sum);
            }
            assertThat(run.recording().orElseThrow().lostBytes()).isZero();
            assertThat((double) recorded.getOrDefault("org.interleave.LockForced", 0L))
                    .isEqualTo(metric(run, "forced_switches"));
            assertThat((double) recorded.getOrDefault("org.interleave.LockDropRequest", 0L))
                    .isEqualTo(metric(run, "drop_requests"));
            assertThat(recorded.get("org.interleave.LockHolding"))
                    .isEqualTo(counts(run.timeline()).get(Kind.ACQUIRED));
            assertThat(nanos.get("org.interleave.LockHolding")).isPositive();
            assertThat(recordedHolds(events)).isEqualTo(tracedHolds(run.timeline()));
            assertThat(recorded.getOrDefault("org.interleave.LockWaiting", 0L))
                    .isEqualTo(Wait.longest(run.timeline(), Integer.MAX_VALUE).size());
        }
    }
}
