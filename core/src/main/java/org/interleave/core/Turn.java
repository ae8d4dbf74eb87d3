package org.interleave.core;

/** What a task gets each time it is resumed. Used only by the task, only during {@link Task#advance}. */
public interface Turn {

    /** The ticks that the task may use before it answers {@link Step.Ready}, at least one. */
    int ticks();

    /**
     * The message that the last {@link Step.Receive} or {@link Step.Blocking} brought.
     *
     * @throws IllegalStateException if it brought none, which is so when a wait was cut short because the run is {@linkplain
     *     #stopping() stopping}; see {@link #arrival}
     */
    Message message();

    /**
     * What the last {@link Step.Receive} or {@link Step.Blocking} brought, a message or the reason why there is none.
     *
     * @throws IllegalStateException if the last step was neither
     */
    Arrival arrival();

    /**
     * Whether the task should finish: the run is {@linkplain Execution#stop() to stop} or cancelled, or the task is a
     * {@linkplain Task#daemon() daemon} and every other task is done. The present wait ends early when this becomes true, and no
     * later one lasts: a sleep returns at once, a receive brings what is there or {@link Arrival.CutShort}, and a message that
     * would have to wait for room is dropped. A call that has begun is interrupted.
     */
    boolean stopping();

    /**
     * A number shared by the tasks of the run.
     *
     * @param index from zero to the {@linkplain Job#cells() job's cells}, exclusive
     * @throws IndexOutOfBoundsException if the job has no such cell
     */
    Cell cell(int index);
}
