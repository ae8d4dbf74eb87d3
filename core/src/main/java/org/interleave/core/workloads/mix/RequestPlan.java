package org.interleave.core.workloads.mix;

import java.io.Serializable;
import java.util.List;
import org.interleave.core.Tick;

/**
 * What one request does, step by step, and what it has to answer.
 *
 * @param state the tick's state that it begins with
 * @param steps what it does, in order
 */
record RequestPlan(long state, List<PlannedStep> steps) implements Serializable {

    /** A request that does nothing. */
    static final RequestPlan NOTHING = new RequestPlan(1, List.of());

    private static final long FACTOR = 31;

    /** Takes a copy. */
    RequestPlan {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param kind what it is spent on
     * @param amount ticks of a step that computes, nanoseconds of one that waits or blocks; zero for others
     */
    record PlannedStep(StepKind kind, long amount) implements Serializable {}

    /**
     * What is left of a request that was carried out.
     *
     * @param state the tick's state in the end
     * @param marks what its steps have left, one after another
     */
    record Answer(long state, long marks) {}

    /** The answer of a request whose steps were all carried out, once each and in order; its ticks are not run for that. */
    Answer expected() {
        long ticks = 0;
        long marks = state;
        for (PlannedStep step : steps) {
            marks = marked(marks, step.kind(), step.amount());
            switch (step.kind()) {
                case COMPUTE, NATIVE -> ticks += step.amount();
                case BLOCKING, MESSAGE -> marks = marked(marks, step.kind(), replyTo(marks));
                case WAIT, CELL -> {
                    // leave nothing else
                }
            }
        }
        return new Answer(Tick.jump(state, ticks), marks);
    }

    /** The marks with that of a step. */
    static long marked(long marks, StepKind kind, long content) {
        return Tick.seed(FACTOR * (FACTOR * marks + kind.name().hashCode()) + content);
    }

    /** What is answered to a question: a task or call that is asked has to have it. */
    static long replyTo(long question) {
        return Tick.seed(~question);
    }
}
