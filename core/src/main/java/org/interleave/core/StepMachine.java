package org.interleave.core;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A task that is a state machine whose states are methods. Each turn runs the method of the present state, which returns a
 * step and, with {@link #then}, says which method takes the turn after it:
 *
 * {@snippet :
 * final class Replier extends StepMachine<Long> {
 *
 *     private final Port port;
 *     private long replies;
 *
 *     Replier(Port port) {
 *         this.port = port;
 *     }
 *
 *     @Override
 *     protected Step<Long> begin(Turn turn) {
 *         return then(this::reply, Step.receive(port));
 *     }
 *
 *     private Step<Long> reply(Turn turn) {
 *         if (turn.message().size() == 0) {
 *             return Step.done(replies);
 *         }
 *         replies++;
 *         return then(this::begin, Step.send(port, turn.message()));
 *     }
 * }
 * }
 *
 * <p>A state that returns a step without {@code then} is the present one in the next turn too, as one is that computes and
 * answers {@link Step#ready} until it is done.
 *
 * <p>The present state is serialised with the other fields, so a machine may be copied between two turns; one that has not
 * begun has none, and takes no more space than its fields. An expression such as {@code this::reply} makes an object of 16
 * bytes each time it is evaluated, which is little beside a message, and nothing where a state stays. A task that changes
 * its state millions of times a second and must leave no garbage implements {@link Task} itself.
 *
 * @param <R> what the task results in
 */
public abstract class StepMachine<R extends Serializable> implements Task<R> {

    private static final long serialVersionUID = 1;

    /** @serial the present state; null as long as that is the first */
    private @Nullable State<R> state;

    /** A machine that has not begun. */
    protected StepMachine() {}

    /**
     * A state of a machine: usually a reference to one of its own methods.
     *
     * @param <R> what the task results in
     */
    @FunctionalInterface
    protected interface State<R extends Serializable> extends Serializable {

        /** As {@link Task#advance}. */
        Step<R> advance(Turn turn) throws Exception;
    }

    /** The first state, as {@link Task#advance}. */
    protected abstract Step<R> begin(Turn turn) throws Exception;

    /**
     * Enters a state with the next turn.
     *
     * @param next the state that takes the turn after the step
     * @param step the step to take before that
     * @return the step
     */
    protected final Step<R> then(State<R> next, Step<R> step) {
        state = next;
        return step;
    }

    @Override
    public final Step<R> advance(Turn turn) throws Exception {
        State<R> present = state;
        return present == null ? begin(turn) : present.advance(turn);
    }
}
