package org.interleave.workbench.trace;

import java.util.OptionalInt;
import org.interleave.threads.LockTrace;
import org.interleave.threads.LockTrace.Kind;

/** The events of one task at a giant lock, in the order of time. Immutable. */
interface TaskEvents {

    /** The task's place in the order of submission, -1 for a thread that ran none. */
    int task();

    /** The number of events that were recorded. */
    long size();

    /** The number of further events, which found the trace full. */
    long dropped();

    /**
     * When an event happened, in nanoseconds since some moment that is the same for every task of a run.
     *
     * @param event from zero to {@link #size}, exclusive
     */
    long nanos(long event);

    /**
     * What happened.
     *
     * @param event from zero to {@link #size}, exclusive
     */
    Kind kind(long event);

    /**
     * The number of the processor that the task ran on when an event happened, if that is known.
     *
     * @param event from zero to {@link #size}, exclusive
     */
    OptionalInt processor(long event);

    /**
     * What the task does from an event on. Nothing is known of it after the last event, unless that is its end.
     *
     * @param event from zero to {@link #size}, exclusive
     */
    default LockState stateAfter(long event) {
        Kind kind = kind(event);
        return event == size() - 1 && kind != Kind.ENDED ? LockState.UNKNOWN : LockState.after(kind);
    }

    /** What a lock recorded; not to be read before its run has ended. */
    static TaskEvents of(LockTrace.Lane lane) {
        return new TaskEvents() {
            @Override
            public int task() {
                return lane.task();
            }

            @Override
            public long size() {
                return lane.size();
            }

            @Override
            public long dropped() {
                return lane.dropped();
            }

            @Override
            public long nanos(long event) {
                return lane.nanos(event);
            }

            @Override
            public Kind kind(long event) {
                return lane.kind(event);
            }

            @Override
            public OptionalInt processor(long event) {
                return lane.processor(event);
            }
        };
    }
}
