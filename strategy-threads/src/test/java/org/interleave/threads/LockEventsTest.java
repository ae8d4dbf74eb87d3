package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.interleave.core.Metric;
import org.interleave.core.Tick;
import org.interleave.threads.LockTrace.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a lock: counters, shares, traces and flight recordings agree with each other. */
class LockEventsTest {

    private static final int TASKS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"tick", "timed", "priority", "fair"})
    void traceAgreesWithCounters(String policy) throws InterruptedException {
        LockTrace trace = new LockTrace(10_000_000);
        LockEvents events = LockEvents.traced(trace);
        compete(lock(policy, events));
        assertThat(trace.dropped()).isZero();
        assertThat(trace.lanes()).extracting(LockTrace.Lane::task).containsExactly(0, 1, 2);
        Map<String, Metric> metrics = events.metrics();
        assertThat(count(trace, Kind.FAILED_WAKEUP)).isEqualTo(value(metrics, "failed_wakeups"));
        assertThat(count(trace, Kind.DROP_REQUEST)).isEqualTo(value(metrics, "drop_requests"));
        assertThat(count(trace, Kind.FORCED)).isEqualTo(value(metrics, "forced_switches"));
        trace.lanes().forEach(LockEventsTest::checkLane);
        checkAlone(trace, value(metrics, "switches"));
    }

    /** The kinds follow each other as their descriptions say. */
    private static void checkLane(LockTrace.Lane lane) {
        assertThat(lane.kind(0)).isEqualTo(Kind.BEGUN);
        assertThat(lane.kind(lane.size() - 1)).isEqualTo(Kind.ENDED);
        boolean holds = false;
        for (long event = 0; event < lane.size(); event++) {
            if (event > 0) {
                assertThat(lane.nanos(event)).isGreaterThanOrEqualTo(lane.nanos(event - 1));
            }
            Kind kind = lane.kind(event);
            switch (kind) {
                case ACQUIRED -> {
                    assertThat(holds).as("acquired while holding").isFalse();
                    holds = true;
                }
                case DROPPED, FORCED, LEFT, ENDED -> {
                    assertThat(holds).as("%s without holding", kind).isTrue();
                    holds = false;
                }
                case BEGUN, WAITING, FAILED_WAKEUP, DROP_REQUEST, REENTERED ->
                    assertThat(holds).as("%s while holding", kind).isFalse();
            }
        }
    }

    /** A release is told before it happens and a taking after, so what is told to be held never overlaps. */
    private static void checkAlone(LockTrace trace, double switches) {
        List<long[]> holds = new ArrayList<>();
        for (LockTrace.Lane lane : trace.lanes()) {
            long since = -1;
            for (long event = 0; event < lane.size(); event++) {
                switch (lane.kind(event)) {
                    case ACQUIRED -> since = lane.nanos(event);
                    case DROPPED, FORCED, LEFT, ENDED -> holds.add(new long[] {since, lane.nanos(event), lane.task()});
                    default -> {}
                }
            }
        }
        holds.sort((a, b) -> Long.compare(a[0], b[0]));
        long holders = 1;
        for (int i = 1; i < holds.size(); i++) {
            assertThat(holds.get(i)[0])
                    .as("taken after the one before has let go")
                    .isGreaterThanOrEqualTo(holds.get(i - 1)[1]);
            holders += holds.get(i)[2] == holds.get(i - 1)[2] ? 0 : 1;
        }
        assertThat((double) holders).isEqualTo(switches);
    }

    @Test
    void whatFindsTheTraceFullIsCounted() {
        LockTrace trace = new LockTrace(0);
        GiantLock lock = lock("tick", LockEvents.traced(trace));
        lock.begin(0);
        for (int i = 0; i < 100_000; i++) {
            lock.checkpoint();
        }
        lock.end();
        assertThat(trace.dropped()).isPositive();
        assertThat(trace.size() + trace.dropped()).isEqualTo(1 + 1 + 2 * 100_000 + 1);
    }

    @Test
    void aLaneKeepsTimesKindsAndProcessors() {
        LockTrace trace = new LockTrace(10);
        long origin = System.nanoTime();
        LockTrace.Lane lane = trace.open(0);
        lane.add(Kind.ENDED, origin, 0);
        lane.add(Kind.ACQUIRED, origin + 123_456_789_012L, 255);
        lane.add(Kind.BEGUN, origin + Duration.ofHours(19).toNanos(), 8_191);
        lane.add(Kind.WAITING, origin + Duration.ofHours(19).toNanos(), CurrentProcessor.UNKNOWN);
        lane.add(Kind.LEFT, origin + Duration.ofHours(19).toNanos(), Integer.MAX_VALUE);
        assertThat(LongStream.range(0, lane.size()).mapToObj(lane::kind))
                .containsExactly(Kind.ENDED, Kind.ACQUIRED, Kind.BEGUN, Kind.WAITING, Kind.LEFT);
        assertThat(LongStream.range(0, lane.size()).mapToObj(lane::processor))
                .as("a number beyond all that systems give is not known either")
                .containsExactly(
                        OptionalInt.of(0),
                        OptionalInt.of(255),
                        OptionalInt.of(8_191),
                        OptionalInt.empty(),
                        OptionalInt.empty());
        assertThat(lane.nanos(1) - lane.nanos(0)).isEqualTo(123_456_789_012L);
        assertThat(lane.nanos(4) - lane.nanos(0)).isEqualTo(Duration.ofHours(19).toNanos());
    }

    @Test
    void whatComesTooLateIsDroppedAndCounted() {
        LockTrace trace = new LockTrace(10);
        LockTrace.Lane lane = trace.open(0);
        lane.add(Kind.BEGUN, System.nanoTime() + Duration.ofDays(1).toNanos(), 0);
        assertThat(lane.size()).isZero();
        assertThat(trace.dropped()).isEqualTo(1);
    }

    @Test
    void sharesAddUp() throws InterruptedException {
        LockEvents events = LockEvents.counting();
        compete(lock("timed", events));
        Map<String, Metric> metrics = events.metrics();
        double held = 0;
        double waited = 0;
        for (int task = 0; task < TASKS; task++) {
            double mine = value(metrics, "held_share." + task) + value(metrics, "waited_share." + task);
            assertThat(mine).isBetween(0.0, 1.0 + 1e-9);
            held += value(metrics, "held_share." + task);
            waited += value(metrics, "waited_share." + task);
        }
        assertThat(held).isPositive();
        assertThat(waited).isPositive();
        assertThat(value(metrics, "longest_wait")).isPositive();
        double life = value(metrics, "switches") / value(metrics, "switches_per_second");
        assertThat(value(metrics, "mean_hold") * value(metrics, "switches"))
                .isCloseTo(value(metrics, "held_share") * life, withinPercentage(1));
    }

    @Test
    void flightRecordingHoldsTheEvents(@TempDir Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("lock.jfr");
        Map<String, Metric> metrics;
        try (Recording recording = new Recording()) {
            recording.enable("org.interleave.LockHolding");
            recording.enable("org.interleave.LockWaiting");
            recording.enable("org.interleave.LockForced");
            recording.start();
            LockEvents events = LockEvents.counting();
            compete(lock("timed", events));
            recording.stop();
            recording.dump(file);
            metrics = events.metrics();
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events).noneMatch(event -> event.getStackTrace() != null);
        assertThat(named(events, "org.interleave.LockForced")).hasSize((int) value(metrics, "forced_switches"));
        List<RecordedEvent> holding = named(events, "org.interleave.LockHolding");
        assertThat(holding).extracting(event -> event.getInt("task")).contains(0, 1, 2);
        assertThat(holding)
                .extracting(event -> event.getInt("processor"))
                .allMatch(processor -> processor >= CurrentProcessor.UNKNOWN);
        assertThat(holding).allMatch(event -> !event.getDuration().isNegative());
        assertThat(named(events, "org.interleave.LockWaiting")).isNotEmpty();
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }

    private static GiantLock lock(String policy, LockEvents events) {
        Duration interval = Duration.ofNanos(100_000);
        return switch (policy) {
            case "tick" -> new TickLock(events);
            case "timed" -> new TimedLock(interval, events);
            case "priority" -> new PriorityLock(interval, events);
            default -> new FairLock(interval, events);
        };
    }

    /** Three tasks that compute until all have taken the lock and some time after, and go elsewhere now and then. */
    private static void compete(GiantLock lock) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        Trial contest = new Trial(TASKS, Duration.ofMillis(200));
        for (int index = 0; index < TASKS; index++) {
            int task = index;
            threads.add(Thread.ofPlatform().start(() -> {
                lock.begin(task);
                contest.enter();
                long state = Tick.seed(task);
                for (int turn = 0; contest.goesOn(); turn++) {
                    state = Tick.run(state, 100);
                    lock.checkpoint();
                    if (turn % 20 == task) {
                        lock.releaseForWait();
                        lock.acquireAfterWait();
                    }
                }
                lock.end();
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static double count(LockTrace trace, Kind kind) {
        long count = 0;
        for (LockTrace.Lane lane : trace.lanes()) {
            for (long event = 0; event < lane.size(); event++) {
                count += lane.kind(event) == kind ? 1 : 0;
            }
        }
        return count;
    }

    private static double value(Map<String, Metric> metrics, String name) {
        return Objects.requireNonNull(metrics.get(name), name).value();
    }
}
