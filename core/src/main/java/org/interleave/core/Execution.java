package org.interleave.core;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
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
     * Asks the present run, if there is one, to finish: every task finds {@linkplain Turn#stopping() that it should}, waits are cut
     * short, and tasks are resumed until they are done, so that what they have is kept. Returns at once. A task that does
     * not finish keeps the run from ending, until {@link #cancel}.
     */
    void stop();

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
     * Provenance of its numbers beyond its options: facts about what ran its tasks so far that a reader of the results needs
     * to repeat them, such as the flags of worker JVMs. They are kept with the results and not interpreted. May be called from
     * any thread.
     *
     * <p>A key is {@code worker_} and lower-case words joined by underscores, 60 characters at most; its value is a set of
     * lists of texts, each list once, for example one list of flags for each way that workers were started. There may be 16
     * keys, and a million characters in all.
     */
    default Map<String, Set<List<String>>> provenance() {
        return Map.of();
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
