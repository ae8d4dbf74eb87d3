package org.interleave.core.runtime;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.interleave.core.Metric;

/**
 * What the threads of one run share: the loop that runs their tasks, and the metrics to report at the end.
 *
 * @param loop makes the loop, given the tasks' inboxes
 * @param metrics asked at the end of the run; what it says of {@link Metric#WORKER_START} is added to a thread's own
 * @param ended called when the loop was made and all threads of the run have ended, whatever came of it
 */
public record RunSetup(Function<List<Inbox>, TaskLoop> loop, Supplier<Map<String, Metric>> metrics, Runnable ended) {

    /** A setup that leaves nothing to be done in the end. */
    public RunSetup(Function<List<Inbox>, TaskLoop> loop, Supplier<Map<String, Metric>> metrics) {
        this(loop, metrics, () -> {});
    }

    /**
     * Ticks of a turn after which nothing happens but a look whether the task should stop: seldom enough to cost nothing,
     * often enough for a task that is cancelled to be gone within a millisecond.
     */
    public static final int UNGUARDED_BUDGET = 10_000;

    /** Ticks between two checkpoints, about 2 µs: often enough to be nothing beside a switch interval of milliseconds. */
    public static final int GUARDED_BUDGET = 100;

    /** Tasks that hold nothing while they run. */
    public static RunSetup unguarded() {
        return guarded(Guard.NONE, UNGUARDED_BUDGET, Map::of);
    }

    /**
     * Tasks that hold a guard while they run.
     *
     * @param budget ticks between two checkpoints, at least one
     */
    public static RunSetup guarded(Guard guard, int budget, Supplier<Map<String, Metric>> metrics) {
        return new RunSetup(inboxes -> new GuardedTaskLoop(guard, budget, inboxes), metrics);
    }
}
