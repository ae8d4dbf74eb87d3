package org.interleave.threads;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Metric;
import org.interleave.threads.LockTrace.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What one task did at a giant lock: for how long it held it, waited for it, and was elsewhere. Written by the task's
 * thread, read when that has ended.
 */
final class LockLane {

    /** The task of a thread that never said which it runs. */
    static final int UNNAMED = -1;

    private static final int MOST_SINGLE_SHARES = 16;

    private enum State {
        HOLDING,
        WAITING,
        ELSEWHERE
    }

    private final int task;
    private final LockTrace.@Nullable Lane trace;
    private final @Nullable LockFlightEvents flight;
    private final long[] spent = new long[State.values().length];
    private final long begun = System.nanoTime();
    private State state = State.HOLDING;
    private long since = begun;
    private long longestWait;

    LockLane(int task, Optional<LockTrace> trace, boolean inFlight) {
        this.task = task;
        this.trace = trace.map(some -> some.open(task)).orElse(null);
        flight = inFlight ? new LockFlightEvents(task) : null;
    }

    void begin() {
        tell(Kind.BEGUN, since);
    }

    void end() {
        enter(State.ELSEWHERE, Kind.ENDED);
    }

    void releaseForWait() {
        enter(State.ELSEWHERE, Kind.LEFT);
    }

    /** It counts as holding until it finds the lock taken. */
    void acquireAfterWait() {
        enter(State.HOLDING, Kind.REENTERED);
    }

    void waiting() {
        enter(State.WAITING, Kind.WAITING);
    }

    void forced() {
        enter(State.WAITING, Kind.FORCED);
    }

    void acquired(boolean afterWaiting, boolean recorded) {
        if (afterWaiting) {
            enter(State.HOLDING, Kind.ACQUIRED);
        } else if (recorded) {
            instant(Kind.ACQUIRED);
        }
    }

    /** Something happened that changes nothing. */
    void instant(Kind kind) {
        tell(kind, System.nanoTime());
    }

    private void enter(State next, Kind kind) {
        long now = System.nanoTime();
        // A thread that dropped the lock on request goes on waiting when it finds it taken: one wait, not two.
        if (state != next) {
            long time = now - since;
            spent[state.ordinal()] += time;
            if (state == State.WAITING) {
                longestWait = Math.max(longestWait, time);
            }
            state = next;
            since = now;
        }
        tell(kind, now);
    }

    private void tell(Kind kind, long now) {
        if (trace == null && flight == null) {
            return;
        }
        int processor = CurrentProcessor.number();
        if (trace != null) {
            trace.add(kind, now, processor);
        }
        if (flight != null) {
            flight.tell(kind, processor);
        }
    }

    private long spent(State some) {
        return spent[some.ordinal()];
    }

    /** The time of the last event. */
    private long ended() {
        return since;
    }

    private long life() {
        return ended() - begun;
    }

    /**
     * The metrics of {@link LockEvents#metrics} that are about time.
     *
     * @param switches how often the lock went to another task
     */
    static Map<String, Metric> times(Collection<LockLane> lanes, long switches) {
        List<LockLane> tasks =
                lanes.stream().filter(lane -> lane.task != UNNAMED).toList();
        Map<String, Metric> times = new HashMap<>();
        if (tasks.isEmpty()) {
            return times;
        }
        long begun = tasks.stream().mapToLong(lane -> lane.begun).min().orElseThrow();
        long ended = tasks.stream().mapToLong(LockLane::ended).max().orElseThrow();
        long life = tasks.stream().mapToLong(LockLane::life).sum();
        long longest = tasks.stream().mapToLong(lane -> lane.longestWait).max().orElseThrow();
        long held = sum(tasks, State.HOLDING);
        times.put(LockEvents.HELD_SHARE, share(held, ended - begun));
        times.put(LockEvents.WAITED_SHARE, share(sum(tasks, State.WAITING), life));
        times.put(LockEvents.LONGEST_WAIT, Metric.seconds(longest));
        if (switches > 0 && ended > begun) {
            times.put(LockEvents.MEAN_HOLD, Metric.seconds(held / switches));
            times.put(LockEvents.SWITCHES_PER_SECOND, new Metric(switches / ((ended - begun) / 1e9), "1/s"));
        }
        times.put(LockEvents.FAIRNESS, Metric.ratio(fairness(tasks)));
        if (tasks.size() <= MOST_SINGLE_SHARES) {
            for (LockLane lane : tasks) {
                times.put(LockEvents.HELD_SHARE + "." + lane.task, share(lane.spent(State.HOLDING), lane.life()));
                times.put(LockEvents.WAITED_SHARE + "." + lane.task, share(lane.spent(State.WAITING), lane.life()));
            }
        }
        return times;
    }

    private static long sum(List<LockLane> lanes, State state) {
        return lanes.stream().mapToLong(lane -> lane.spent(state)).sum();
    }

    private static Metric share(long part, long whole) {
        return Metric.ratio(whole == 0 ? 0 : (double) part / whole);
    }

    /** Raj Jain's index. */
    private static double fairness(List<LockLane> lanes) {
        double sum = 0;
        double squares = 0;
        for (LockLane lane : lanes) {
            double held = lane.spent(State.HOLDING);
            sum += held;
            squares += held * held;
        }
        return squares == 0 ? 1 : sum * sum / (lanes.size() * squares);
    }
}
