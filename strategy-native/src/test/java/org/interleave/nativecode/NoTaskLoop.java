package org.interleave.nativecode;

import java.io.Serializable;
import org.interleave.core.runtime.TaskLoop;
import org.interleave.core.runtime.TaskRun;

/** The loop of tasks that have to run in C. */
final class NoTaskLoop implements TaskLoop {

    @Override
    public <R extends Serializable> void run(TaskRun<R> task, String worker) {
        throw new AssertionError("runs in Java");
    }
}
