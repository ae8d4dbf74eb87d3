package org.interleave.core.runtime;

import java.io.Serializable;

/** Runs one task to its end on the calling thread. */
public interface TaskLoop {

    /**
     * Resumes the task, handles its steps, and completes it, whatever happens. While the task should stop, interrupts
     * of the thread cut its waits short.
     *
     * @param task not resumed yet
     * @param worker who runs it, for the completion
     */
    <R extends Serializable> void run(TaskRun<R> task, String worker);
}
