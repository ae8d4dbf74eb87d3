package org.interleave.core.workloads;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.core.Port;
import org.interleave.core.Tick;
import org.interleave.core.WrongResultException;

/**
 * Daemons that only compute, beside the first task of a job, which sends each its word to begin. They are the tasks
 * after that one, and end by themselves after a number of ticks, so that a strategy that cannot preempt them comes back
 * to the first task in the end.
 *
 * @param size how many, may be none
 * @param limit how many ticks each runs at most
 */
record BackgroundLoad(int size, long limit) {

    /** Duration of a {@link Tick}, about. */
    private static final Duration TICK = Duration.ofNanos(20);

    /** Computes for about twice as long as a load lasts. */
    static BackgroundLoad outlasting(Duration load, int size) {
        return lasting(load.multipliedBy(2), size);
    }

    /** Computes for about as long as this. */
    static BackgroundLoad lasting(Duration time, int size) {
        return new BackgroundLoad(size, time.dividedBy(TICK));
    }

    List<SpinTask> tasks() {
        return IntStream.rangeClosed(1, size)
                .mapToObj(task -> new SpinTask(new Port.Inbox(task), Tick.seed(task), limit))
                .toList();
    }

    /**
     * Checks the result of one.
     *
     * @param workload its workload, for the message
     * @param task its place in the job
     * @param count its result
     * @throws WrongResultException if it ran more ticks than it may
     */
    void check(String workload, int task, long count) {
        if (count < 0 || count > limit) {
            throw new WrongResultException(
                    "task " + task + " of " + workload + " counted to " + count + ", should be between 0 and " + limit);
        }
    }
}
