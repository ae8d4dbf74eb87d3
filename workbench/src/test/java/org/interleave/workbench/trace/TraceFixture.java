package org.interleave.workbench.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.interleave.threads.LockTrace.Kind;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Jvm;
import org.interleave.workbench.report.Machine;

/** Traces that tests make up. */
public final class TraceFixture {

    private TraceFixture() {}

    /** A report of a run under the tick policy. */
    public static TraceReport report(String workload, Timeline timeline) {
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
                Wait.longest(timeline, 100));
    }

    /** Two tasks that drop the lock at every checkpoint and fight for it, as under the tick policy. */
    public static Timeline battle(int events, long seed) {
        Random random = new Random(seed);
        List<RecordedEvents> tasks = List.of(RecordedEvents.of(0), RecordedEvents.of(1));
        long time = 1_000;
        for (RecordedEvents task : tasks) {
            task.at(time, Kind.BEGUN);
        }
        tasks.get(0).at(time + 50, Kind.ACQUIRED);
        tasks.get(1).at(time + 60, Kind.WAITING);
        int holder = 0;
        for (int made = 4; made < events - 4; made += 2) {
            time += 1_900 + random.nextInt(300);
            if (random.nextInt(20) == 0) {
                tasks.get(holder).at(time, Kind.DROPPED).at(time + 80, Kind.WAITING);
                holder = 1 - holder;
                tasks.get(holder).at(time + 60, Kind.ACQUIRED);
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
}
