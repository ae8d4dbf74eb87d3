package org.interleave.threads;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.interleave.threads.LockTrace.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The events of one task at a giant lock as events of the JDK's flight recorder: spans in which it holds the lock, waits
 * for it or is elsewhere, and moments in which it asks, is forced to drop the lock, or wakes in vain. Used by the task's
 * thread.
 */
final class LockFlightEvents {

    private final int task;
    private @Nullable LockSpan span;

    LockFlightEvents(int task) {
        this.task = task;
    }

    /** Whether a flight recording asks for the events. Costs nothing worth measuring where there is no recorder. */
    static boolean wanted() {
        return FlightRecorder.isInitialized()
                && EventType.getEventType(Holding.class).isEnabled();
    }

    void tell(Kind kind, int processor) {
        switch (kind) {
            case BEGUN -> {}
            case WAITING -> goOnWaiting(processor);
            case ACQUIRED -> begin(new Holding(), processor);
            case LEFT -> begin(new Elsewhere(), processor);
            case DROPPED, REENTERED, ENDED -> end();
            case FORCED -> {
                moment(new Forced(), processor);
                begin(new Waiting(), processor);
            }
            case DROP_REQUEST -> moment(new DropRequest(), processor);
            case FAILED_WAKEUP -> moment(new FailedWakeup(), processor);
        }
    }

    /** A task that was forced to drop the lock and finds it taken waits once, not twice. */
    private void goOnWaiting(int processor) {
        if (!(span instanceof Waiting)) {
            begin(new Waiting(), processor);
        }
    }

    private void begin(LockSpan next, int processor) {
        end();
        next.task = task;
        next.processor = processor;
        next.begin();
        span = next;
    }

    private void end() {
        LockSpan ended = span;
        if (ended != null) {
            ended.commit();
            span = null;
        }
    }

    private void moment(LockSpan moment, int processor) {
        moment.task = task;
        moment.processor = processor;
        moment.commit();
    }

    /** What all have. */
    @StackTrace(false)
    @Category({"Interleave", "Giant lock"})
    abstract static class LockSpan extends Event {
        @Label("Task")
        @Description("The task's place in the order of submission, -1 for a thread that runs none")
        int task;

        @Label("Processor")
        @Description("The number of the processor on which the thread ran when it began, -1 if that is unknown")
        int processor;
    }

    @Name("org.interleave.LockHolding")
    @Label("Holding the giant lock")
    static final class Holding extends LockSpan {}

    @Name("org.interleave.LockWaiting")
    @Label("Waiting for the giant lock")
    static final class Waiting extends LockSpan {}

    @Name("org.interleave.LockElsewhere")
    @Label("In I/O or another wait, without the giant lock")
    static final class Elsewhere extends LockSpan {}

    @Name("org.interleave.LockForced")
    @Label("Dropped the giant lock on request")
    static final class Forced extends LockSpan {}

    @Name("org.interleave.LockDropRequest")
    @Label("Asked for the giant lock")
    static final class DropRequest extends LockSpan {}

    @Name("org.interleave.LockFailedWakeup")
    @Label("Woke and found the giant lock taken")
    static final class FailedWakeup extends LockSpan {}
}
