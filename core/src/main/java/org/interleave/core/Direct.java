package org.interleave.core;

import java.time.Duration;

/**
 * The steps of a task in direct style, as calls that return when the task goes on. Used by its {@link DirectBody} only, on the
 * thread that the body was called on.
 *
 * <p>A call throws {@link InterruptedException} when the run was cancelled: the body ends then, and whatever else it asks for is
 * answered in the same way. What fails a task, such as a blocking call that throws, fails it whatever the body does about the
 * exception.
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
     * {@link Step.Blocking}.
     *
     * @throws InterruptedException if it was cut short, for the task should finish, or the run was cancelled
     */
    Message call(Call call) throws InterruptedException;

    /**
     * Accounts for work that the body has done, and gives way when it has used up its turn. To be called every thousand ticks or
     * so.
     *
     * @param ticks that were done since the last call, not negative
     */
    void worked(int ticks) throws InterruptedException;

    /** {@link Turn#stopping}. */
    boolean stopping();

    /** {@link Turn#cell}. */
    Cell cell(int index);
}
