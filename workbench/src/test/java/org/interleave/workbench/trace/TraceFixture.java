package org.interleave.workbench.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.threads.LockTrace.Kind;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Jvm;
import org.interleave.workbench.report.Machine;

/** Traces that tests make up. */
public final class TraceFixture {

    private static final long MILLIS = 1_000_000;

    private TraceFixture() {}

    /** A round of tasks in these roles; an empty one is none. */
    private record RoundOf(List<String> roles) implements Round<Long> {

        @Override
        public Job<Long> job() {
            return Job.of(List.of());
        }

        @Override
        public Optional<String> role(int task) {
            return task < roles.size() ? Optional.of(roles.get(task)) : Optional.empty();
        }

        @Override
        public Map<String, Metric> verify(Outcome<Long> outcome) {
            return Map.of();
        }
    }

    /** The same run, of tasks of which the first have these roles. */
    static Timeline named(Timeline timeline, List<String> roles) {
        return timeline.named(new RoundOf(roles));
    }

    /** A report of a run under the tick policy, of tasks without roles. */
    public static TraceReport report(String workload, Timeline timeline) {
        return report(workload, timeline, List.of());
    }

    /** A report of a run under the tick policy, of tasks of which the first have these roles. */
    public static TraceReport report(String workload, Timeline recorded, List<String> roles) {
        Timeline timeline = named(recorded, roles);
        return new TraceReport(
                "Interleave test",
                List.of("trace", workload),
                Instant.EPOCH,
                workload,
                Map.of(),
                "giant-lock-tick",
                Map.of("check-interval", "100"),
                new Machine(2, "a model", 1_000_000_000, "an os", "a kernel"),
                new Jvm("a vm", List.of("-Xa")),
                timeline.nanos() / 1e9,
                Map.of(),
                new Estimate(1.01, 0.98, 1.04, 1, 7),
                timeline,
                Contention.of(timeline),
                ProcessorTimes.of(timeline),
                Wait.longest(timeline, 100));
    }

    /**
     * Two tasks that drop the lock at every checkpoint and fight for it, as under the tick policy, mostly each on a
     * processor of its own.
     */
    public static Timeline battle(int events, long seed) {
        Random random = new Random(seed);
        List<RecordedEvents> tasks = List.of(RecordedEvents.of(0), RecordedEvents.of(1));
        long time = 1_000;
        for (RecordedEvents task : tasks) {
            task.on(task.task()).at(time, Kind.BEGUN);
        }
        tasks.get(0).at(time + 50, Kind.ACQUIRED);
        tasks.get(1).at(time + 60, Kind.WAITING);
        int holder = 0;
        for (int made = 4; made < events - 4; made += 2) {
            time += 1_900 + random.nextInt(300);
            if (random.nextInt(20) == 0) {
                tasks.get(holder).at(time, Kind.DROPPED).at(time + 80, Kind.WAITING);
                holder = 1 - holder;
                tasks.get(holder)
                        .on(random.nextInt(10) == 0 ? 1 - holder : holder)
                        .at(time + 60, Kind.ACQUIRED);
                made++;
            } else if (random.nextInt(4) == 0) {
                tasks.get(1 - holder).at(time, Kind.FAILED_WAKEUP);
                made--;
            } else {
                tasks.get(holder).at(time, Kind.DROPPED).at(time + 70, Kind.ACQUIRED);
            }
        }
        tasks.get(holder).at(time + 500, Kind.ENDED);
        tasks.get(1 - holder).at(time + 600, Kind.ACQUIRED).at(time + 900, Kind.ENDED);
        return Timeline.of(tasks);
    }

    /**
     * Two tasks over 100 ms. Task 0 holds the lock on processor 0, is moved to 1, loses it at 40 ms, waits there, and has
     * it again on 1 from 80 ms on. Task 1 waits on processor 1, holds the lock there from 40 ms to 60 ms, and is in I/O
     * then; its last 10 ms it holds the lock on 0.
     */
    public static Timeline twoProcessors() {
        return Timeline.of(List.of(
                RecordedEvents.of(0)
                        .on(0)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.ACQUIRED)
                        .on(1)
                        .at(40 * MILLIS, Kind.FORCED)
                        .at(80 * MILLIS, Kind.ACQUIRED)
                        .at(90 * MILLIS, Kind.ENDED),
                RecordedEvents.of(1)
                        .on(1)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.WAITING)
                        .at(40 * MILLIS, Kind.ACQUIRED)
                        .at(60 * MILLIS, Kind.LEFT)
                        .on(0)
                        .at(90 * MILLIS, Kind.REENTERED)
                        .at(90 * MILLIS, Kind.ACQUIRED)
                        .at(100 * MILLIS, Kind.ENDED)));
    }

    /** Two tasks that take turns, one of them on processors of growing number and for ever longer. */
    public static Timeline manyProcessors(int processors) {
        RecordedEvents wanderer = RecordedEvents.of(0).at(0, Kind.BEGUN);
        RecordedEvents resident = RecordedEvents.of(1).on(0).at(0, Kind.BEGUN).at(0, Kind.WAITING);
        long time = 0;
        for (int processor = 1; processor < processors; processor++) {
            wanderer.on(processor).at(time, Kind.ACQUIRED);
            time += processor * MILLIS;
            wanderer.at(time, Kind.FORCED);
            resident.at(time, Kind.ACQUIRED);
            time += MILLIS;
            resident.at(time, Kind.FORCED);
        }
        resident.at(time, Kind.ACQUIRED).at(time, Kind.ENDED);
        wanderer.at(time, Kind.ACQUIRED).at(time, Kind.ENDED);
        return Timeline.of(List.of(wanderer, resident));
    }

    /** A task that has the lock to itself on a system that does not say where it runs. */
    public static Timeline unknownProcessor() {
        return Timeline.of(List.of(RecordedEvents.of(0)
                .at(0, Kind.BEGUN)
                .at(MILLIS, Kind.ACQUIRED)
                .at(90 * MILLIS, Kind.LEFT)
                .at(99 * MILLIS, Kind.REENTERED)
                .at(100 * MILLIS, Kind.ENDED)));
    }

    /**
     * A server and a task that computes, over 100 ms. The server waits until 42 ms and from 70 ms to 81 ms, of which the lock is
     * handed over for 3 ms and held by the other for 50 ms. The other waits 16 ms, 10 of them for the server. Nobody wants the
     * lock for 8 ms.
     */
    public static Timeline conversation() {
        return Timeline.of(List.of(
                RecordedEvents.of(0)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.WAITING)
                        .at(5 * MILLIS, Kind.DROP_REQUEST)
                        .at(42 * MILLIS, Kind.ACQUIRED)
                        .at(48 * MILLIS, Kind.LEFT)
                        .at(70 * MILLIS, Kind.REENTERED)
                        .at(70 * MILLIS, Kind.WAITING)
                        .at(75 * MILLIS, Kind.DROP_REQUEST)
                        .at(81 * MILLIS, Kind.ACQUIRED)
                        .at(85 * MILLIS, Kind.ENDED),
                RecordedEvents.of(1)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.ACQUIRED)
                        .at(40 * MILLIS, Kind.FORCED)
                        .at(50 * MILLIS, Kind.ACQUIRED)
                        .at(80 * MILLIS, Kind.FORCED)
                        .at(86 * MILLIS, Kind.ACQUIRED)
                        .at(90 * MILLIS, Kind.LEFT)
                        .at(98 * MILLIS, Kind.REENTERED)
                        .at(98 * MILLIS, Kind.ACQUIRED)
                        .at(100 * MILLIS, Kind.ENDED)));
    }

    /** Tasks that all want the lock at once, and hold it for a millisecond each, one after the other. */
    public static Timeline queue(int tasks) {
        List<RecordedEvents> queue = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            queue.add(RecordedEvents.of(task)
                    .on(task % 2)
                    .at(0, Kind.BEGUN)
                    .at(0, Kind.WAITING)
                    .at(task * MILLIS, Kind.ACQUIRED)
                    .at((task + 1) * MILLIS, Kind.ENDED));
        }
        return Timeline.of(queue);
    }
}
