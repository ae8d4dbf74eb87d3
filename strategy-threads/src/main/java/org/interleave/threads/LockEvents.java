package org.interleave.threads;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.interleave.core.Metric;
import org.interleave.threads.LockTrace.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What happens at one giant lock, told by the lock as it happens: counted always, recorded when traced or when a flight
 * recording asks for it.
 *
 * <p>Each thread writes to a lane of its own, so that telling is no lock of its own. A clock is read only where a thread
 * waits or comes from I/O, and at every event while they are recorded; taking a free lock, or passing a checkpoint that
 * nobody waits at, reads none.
 *
 * <p>{@link #acquired} and {@link #dropping} are called by the holder, so their fields are guarded by the lock itself.
 * The others are called by any thread, and touch its lane and counters that are safe. {@link #metrics} is exact once no
 * thread uses the lock any more.
 */
public final class LockEvents {

    /** A metric. The acquisitions by another thread than the last holder. */
    public static final String SWITCHES = "switches";

    /** A metric. The wake-ups of a waiter that found the lock taken. */
    public static final String FAILED_WAKEUPS = "failed_wakeups";

    /** A metric. The requests of waiters that the holder drop the lock. */
    public static final String DROP_REQUESTS = "drop_requests";

    /** A metric. The drops on request. */
    public static final String FORCED_SWITCHES = "forced_switches";

    /** A metric. The forced switches after which the one who had dropped the lock took it next. */
    public static final String REACQUIRED_FIRST = "reacquired_first";

    /** A metric. The share of the requests after which the one who had asked took the lock next; absent if there were none. */
    public static final String ASKER_SERVED = "asker_served";

    /** A metric. The switches in a second. */
    public static final String SWITCHES_PER_SECOND = "switches_per_second";

    /** A metric. The mean time between two switches for which the lock was held, in seconds. */
    public static final String MEAN_HOLD = "mean_hold";

    /** A metric. The share of the run during which the lock was held; of a task, of its life. */
    public static final String HELD_SHARE = "held_share";

    /** A metric. The share of the tasks' lives that they waited for the lock. */
    public static final String WAITED_SHARE = "waited_share";

    /** A metric. The longest wait for the lock, in seconds. */
    public static final String LONGEST_WAIT = "longest_wait";

    /** A metric. Jain's index of the times that the tasks held the lock: 1 if all are equal, one divided by their number if one had it all. */
    public static final String FAIRNESS = "fairness";

    /** The names of all metrics of a lock. */
    public static final Set<String> METRICS = Set.of(
            SWITCHES,
            FAILED_WAKEUPS,
            DROP_REQUESTS,
            FORCED_SWITCHES,
            REACQUIRED_FIRST,
            ASKER_SERVED,
            SWITCHES_PER_SECOND,
            MEAN_HOLD,
            HELD_SHARE,
            WAITED_SHARE,
            LONGEST_WAIT,
            FAIRNESS);

    private final Optional<LockTrace> trace;
    private final boolean inFlight = LockFlightEvents.wanted();
    private final boolean recorded;
    private final Queue<LockLane> lanes = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<LockLane> lane = ThreadLocal.withInitial(() -> enlist(LockLane.UNNAMED));
    private final LongAdder failedWakeups = new LongAdder();
    private final LongAdder dropRequests = new LongAdder();
    private volatile @Nullable LockLane asker;

    /** Guarded by the lock, as all below. */
    private @Nullable Thread lastHolder;

    private @Nullable LockLane dropper;
    private long switches;
    private long forcedSwitches;
    private long reacquiredFirst;
    private long askersServed;

    private LockEvents(Optional<LockTrace> trace) {
        this.trace = trace;
        recorded = inFlight || trace.isPresent();
        if (recorded) {
            CurrentProcessor.number(); // links it before the run, which takes milliseconds
        }
    }

    /** Events that are counted, and recorded if a flight recording asks for them. */
    public static LockEvents counting() {
        return new LockEvents(Optional.empty());
    }

    /** Events that go to a trace too. */
    public static LockEvents traced(LockTrace trace) {
        return new LockEvents(Optional.of(trace));
    }

    private LockLane enlist(int task) {
        LockLane enlisted = new LockLane(task, trace, inFlight);
        lanes.add(enlisted);
        return enlisted;
    }

    /** A task begins on this thread and wants the lock. */
    void begin(int task) {
        LockLane begun = enlist(task);
        lane.set(begun);
        begun.begin();
    }

    /** This thread's task has ended; it still holds the lock. */
    void end() {
        lane.get().end();
        lane.remove();
    }

    /** This thread holds the lock and is about to release it around I/O or another wait. */
    void releaseForWait() {
        lane.get().releaseForWait();
    }

    /** This thread comes back from I/O or another wait and wants the lock. */
    void acquireAfterWait() {
        lane.get().acquireAfterWait();
    }

    /** This thread finds the lock taken and begins to wait. */
    public void waiting() {
        lane.get().waiting();
    }

    /** This thread, which waits, woke and found the lock taken. */
    public void failedWakeup() {
        failedWakeups.increment();
        if (recorded) {
            lane.get().instant(Kind.FAILED_WAKEUP);
        }
    }

    /** This thread, which waits, has asked the holder to drop the lock. */
    public void requested() {
        dropRequests.increment();
        LockLane own = lane.get();
        asker = own;
        if (recorded) {
            own.instant(Kind.DROP_REQUEST);
        }
    }

    /**
     * This thread has taken the lock.
     *
     * @param afterWaiting whether it has told that it was {@link #waiting}, or {@link #dropping} the lock on request
     */
    public void acquired(boolean afterWaiting) {
        Thread self = Thread.currentThread();
        if (lastHolder != self) {
            lastHolder = self;
            switches++;
        }
        if (afterWaiting || recorded || asker != null || dropper != null) {
            acquired(lane.get(), afterWaiting);
        }
    }

    private void acquired(LockLane own, boolean afterWaiting) {
        LockLane asked = asker;
        if (asked != null) {
            askersServed += asked == own ? 1 : 0;
            asker = null;
        }
        if (dropper != null) {
            reacquiredFirst += dropper == own ? 1 : 0;
            dropper = null;
        }
        own.acquired(afterWaiting, recorded);
    }

    /**
     * This thread holds the lock and is about to drop it at a checkpoint.
     *
     * @param onRequest whether because another asked; then it is waiting from now on
     */
    public void dropping(boolean onRequest) {
        if (onRequest) {
            forcedSwitches++;
            dropper = lane.get();
            dropper.forced();
        } else if (recorded) {
            lane.get().instant(Kind.DROPPED);
        }
    }

    /**
     * What happened so far, by name.
     *
     * <p>{@link #HELD_SHARE} and {@link #WAITED_SHARE} are there for each task, too, as {@code held_share.0} and so on, if they
     * are no more than 16.
     */
    public Map<String, Metric> metrics() {
        Map<String, Metric> metrics = LockLane.times(lanes, switches);
        metrics.put(SWITCHES, Metric.count(switches));
        metrics.put(FAILED_WAKEUPS, Metric.count(failedWakeups.sum()));
        metrics.put(DROP_REQUESTS, Metric.count(dropRequests.sum()));
        metrics.put(FORCED_SWITCHES, Metric.count(forcedSwitches));
        metrics.put(REACQUIRED_FIRST, Metric.count(reacquiredFirst));
        if (dropRequests.sum() > 0) {
            metrics.put(ASKER_SERVED, Metric.ratio((double) askersServed / dropRequests.sum()));
        }
        return metrics;
    }
}
