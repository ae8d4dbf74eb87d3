package org.interleave.core.workloads;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private static final long FOREVER = Duration.ofDays(1).toNanos();

    /** A tick is 78 operations that need each other, one in a cycle: at 20 GHz it would take about this. */
    private static final long FASTEST_TICK_NANOS = 4;

    /**
     * The time in which any of them computed.
     *
     * @param begun when the first began, by {@link System#nanoTime}
     * @param ended when the last ended
     */
    record Span(long begun, long ended) {

        /** From when the first of both began until the last ended. Times are compared by their distance. */
        Span and(Span other) {
            return new Span(
                    other.begun - begun < 0 ? other.begun : begun, other.ended - ended > 0 ? other.ended : ended);
        }
    }

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
                .mapToObj(task -> new SpinTask(new Port.Inbox(task), seed(task), limit))
                .toList();
    }

    /** The role of a task of the job, which is another than theirs for those that are none of them. */
    Optional<String> role(int task, String other) {
        return Optional.of(task >= 1 && task <= size ? "background" : other);
    }

    private static long seed(int task) {
        return Tick.seed(task);
    }

    /**
     * Checks the result of one.
     *
     * @param workload its workload, for the message
     * @param task its place in the job
     * @throws WrongResultException if it ran more ticks than it may, or more than there was time for, or is not in the state
     *     that they lead to
     */
    void check(String workload, int task, Activity activity) {
        long count = activity.count();
        if (count < 0 || count > limit) {
            throw new WrongResultException(
                    "task " + task + " of " + workload + " counted to " + count + ", should be between 0 and " + limit);
        }
        if (activity.state() != Activity.UNTOLD && activity.state() != Tick.jump(seed(task), count)) {
            throw new WrongResultException(
                    "task " + task + " of " + workload + " did not run the " + count + " ticks that it counted");
        }
        long nanos = activity.ended() - activity.begun();
        if (nanos < count * FASTEST_TICK_NANOS) {
            throw new WrongResultException("task " + task + " of " + workload + " counted to " + count + " in " + nanos
                    + " ns, which no processor does");
        }
    }

    /** One that was stopped before its limit computed for as long as the first task ran, and would have gone on. */
    private Span span(Activity activity) {
        return new Span(activity.begun(), activity.count() == limit ? activity.ended() : activity.begun() + FOREVER);
    }

    /**
     * Checks the results of all.
     *
     * <p>Whether they computed while the first task ran is not asked: a machine that is busy otherwise may keep a thread
     * waiting for long.
     *
     * @param results those of the whole job
     * @return when they computed; nothing if there are none
     * @throws WrongResultException if one is wrong, or none of them computed at all
     */
    Optional<Span> check(String workload, List<Activity> results) {
        for (int task = 1; task <= size; task++) {
            check(workload, task, results.get(task));
        }
        Optional<Span> computed = results.subList(1, 1 + size).stream()
                .filter(activity -> activity.count() > 0)
                .map(this::span)
                .reduce(Span::and);
        if (computed.isEmpty() && size > 0) {
            throw new WrongResultException("none of the tasks of " + workload + " that should compute did so");
        }
        return computed;
    }
}
