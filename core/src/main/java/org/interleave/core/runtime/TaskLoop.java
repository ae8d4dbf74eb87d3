package org.interleave.core.runtime;

import java.io.Serializable;

/** The loop of a thread that runs a task: it resumes the task and handles its steps until it is done. */
public interface TaskLoop {

    /**
     * Resumes the task, handles its steps, and completes it, whatever happens. While the task should stop, interrupts
     * of the thread cut its waits short.
     *
     * @param task not resumed yet
     * @param worker who runs it, for the completion
     */
    <R extends Serializable> void run(TaskRun<R> task, String worker);

    /**
     * Takes note that a task should stop which is not done, before its thread is interrupted: for loops whose tasks are
     * where no interrupt reaches them. Perhaps twice, from any thread, also before the task has begun or when it has just
     * ended. Does nothing unless overridden.
     */
    default void shouldStop(TaskRun<?> task) {}
}
