package org.interleave.core;

import java.time.Duration;

/**
 * The steps of a task in direct style, as calls that return when the task goes on. Used by its {@link DirectBody} only, on the
 * thread that the body was called on.
 *
 * <p>A step that fails the task, such as a blocking call that throws, and every step once the run was cancelled throws {@link
 * InterruptedException}, and so does whatever the body asks for afterwards. That is for the body to unwind: the task has failed
 * or is cancelled, whatever the body makes of the exception. Where tasks take turns on one thread, all that it does until it
 * ends is its last turn.
 */
public interface Direct {

    /** {@link Step.Sleep}. Returns early if the task {@linkplain #stopping should finish}. */
    void sleep(Duration duration) throws InterruptedException;

    /** {@link Step.Receive}, for as long as it takes. */
    Arrival receive(Port port) throws InterruptedException;

    /** {@link Step.Receive}, within a time limit. */
    Arrival receive(Port port, Duration limit) throws InterruptedException;

    /** {@link Step.Send}. */
    void send(Port port, Message message) throws InterruptedException;

    /**
     * {@link Step.Blocking}. What the call throws fails the task.
     *
     * @throws InterruptedException also if the call was cut short because the task {@linkplain #stopping should finish}; after
     *     that the body may go on
     */
    Message call(Call call) throws InterruptedException;

    /**
     * Accounts for work that the body has done, and gives way, as {@link Step.Ready}, once the ticks of its turn are used up.
     * To be called every thousand ticks or so: a body that computes and never calls it cannot be cancelled, and keeps whatever
     * it shares with others, be that a thread or a lock.
     *
     * @param ticks that were done since the last call, not negative
     */
    void worked(int ticks) throws InterruptedException;

    /** {@link Turn#stopping}. Also true once steps are refused. */
    boolean stopping();

    /** {@link Turn#cell}. */
    Cell cell(int index);
}
