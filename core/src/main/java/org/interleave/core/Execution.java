package org.interleave.core;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * A strategy that is ready to run tasks: its threads, processes or loops are up, or come up as needed.
 *
 * <p>One run at a time; {@link #cancel} may be called from any thread, and so may {@link #close}, which waits for the
 * run to end.
 */
public interface Execution extends AutoCloseable {

    /**
     * Runs a job to its end. A task that fails fails alone.
     *
     * <p>If the calling thread is interrupted, the run is cancelled, the tasks end, and the exception is thrown with
     * the interrupt cleared.
     *
     * @return one completion for each task, in the order of submission
     * @throws InterruptedException if the calling thread was interrupted
     * @throws IllegalStateException if the execution is closed or another run is going on
     */
    <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException;

    /**
     * Asks the present run, if there is one, to end soon: waits are cut short, tasks are not resumed any more, and
     * those that were not done come back as {@link Completion.Cancelled}. Returns at once.
     *
     * <p>A run whose tasks have processes of their own ends within some fifteen seconds then, whatever its tasks do: what
     * has not ended after ten is killed. In this process no task can be killed: a run ends when each of its tasks has
     * returned from its turn.
     */
    void cancel();

    /**
     * The flags of the JVMs that run tasks for it beside this one, here or on other machines: once each list that any of
     * them was started with so far. None if there are no such JVMs. May be called from any thread.
     */
    default Set<List<String>> workerFlags() {
        return Set.of();
    }

    /**
     * Cancels what runs and releases everything: no thread, process, port or file is left when it returns, but for
     * threads that a library keeps for the whole JVM and ends by itself when idle. Closing again does nothing.
     *
     * <p>Returns within a minute, always. If a task in this process has not returned from its turn half a minute after it
     * was cancelled, it is left behind on its thread, which keeps no JVM alive; what the execution holds is released when
     * it returns.
     */
    @Override
    void close();
}
