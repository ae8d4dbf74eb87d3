package org.interleave.workbench.trace;

import java.util.OptionalInt;
import org.interleave.threads.LockTrace.Kind;

/** The spans of a task's events, in each of which it does one thing, and the marks among them, which change nothing or end a span. */
final class LockSpans {

    /** Told what is read, in the order of time. Times are those of {@link TaskEvents#nanos}. */
    interface Visitor {

        /**
         * The task does something from now on; a {@link #span} will follow, and marks before it.
         *
         * @param state what it does, never {@link LockState#ABSENT}
         * @param processor the one that it runs on as it begins to, if that is known
         */
        default void begins(LockState state, long from, OptionalInt processor) {}

        /**
         * The task did one thing, and then another.
         *
         * @param state what it did, never {@link LockState#ABSENT}
         * @param processor the one that it ran on as it began to, if that is known
         */
        void span(LockState state, long from, long to, OptionalInt processor);

        /**
         * The task asked for the lock, was forced to drop it, or woke in vain.
         *
         * @param kind one of {@link Kind#DROP_REQUEST}, {@link Kind#FORCED}, {@link Kind#FAILED_WAKEUP}
         * @param processor the one that it ran on, if that is known
         */
        default void mark(Kind kind, long at, OptionalInt processor) {}
    }

    private LockSpans() {}

    static boolean isMark(Kind kind) {
        return kind == Kind.DROP_REQUEST || kind == Kind.FORCED || kind == Kind.FAILED_WAKEUP;
    }

    /**
     * Reads what happened in a stretch of time, its ends included. Spans that reach beyond it are cut; of one that began
     * earlier the processor is that of the last event before the stretch.
     */
    static void visit(TaskEvents task, long begin, long end, Visitor visitor) {
        long event = firstFrom(task, begin);
        LockState state = event == 0 ? LockState.ABSENT : task.stateAfter(event - 1);
        OptionalInt processor = event == 0 ? OptionalInt.empty() : task.processor(event - 1);
        long since = begin;
        begin(visitor, state, begin, processor);
        for (; event < task.size() && task.nanos(event) <= end; event++) {
            long at = task.nanos(event);
            LockState next = task.stateAfter(event);
            if (next != state) {
                end(visitor, state, since, at, processor);
                processor = task.processor(event);
                begin(visitor, next, at, processor);
                state = next;
                since = at;
            }
            if (isMark(task.kind(event))) {
                visitor.mark(task.kind(event), at, task.processor(event));
            }
        }
        end(visitor, state, since, end, processor);
    }

    private static void begin(Visitor visitor, LockState state, long from, OptionalInt processor) {
        if (state != LockState.ABSENT) {
            visitor.begins(state, from, processor);
        }
    }

    private static void end(Visitor visitor, LockState state, long from, long to, OptionalInt processor) {
        if (state != LockState.ABSENT) {
            visitor.span(state, from, to, processor);
        }
    }

    /** The first event that does not lie before a moment. */
    private static long firstFrom(TaskEvents task, long moment) {
        long low = 0;
        long high = task.size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (task.nanos(middle) < moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
