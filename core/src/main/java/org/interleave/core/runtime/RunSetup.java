package org.interleave.core.runtime;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.interleave.core.Metric;

/**
 * The loop that the tasks of one run go through on their threads, and what there is to report of it.
 *
 * @param loop makes the loop, given the tasks' inboxes
 * @param metrics asked at the end of the run
 */
public record RunSetup(Function<List<Inbox>, TaskLoop> loop, Supplier<Map<String, Metric>> metrics) {

    /**
     * Tasks that hold nothing while they run.
     *
     * @param budget ticks of a turn
     */
    public static RunSetup unguarded(int budget) {
        return guarded(Guard.NONE, budget, Map::of);
    }

    /**
     * Tasks that hold a guard while they run.
     *
     * @param budget ticks between two checkpoints
     */
    public static RunSetup guarded(Guard guard, int budget, Supplier<Map<String, Metric>> metrics) {
        return new RunSetup(inboxes -> new GuardedTaskLoop(guard, budget, inboxes), metrics);
    }
}
