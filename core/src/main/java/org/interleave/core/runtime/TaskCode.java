package org.interleave.core.runtime;

import org.interleave.core.DirectTask;
import org.interleave.core.Task;

/** Where the code of a task is found, for those who send it elsewhere. */
public final class TaskCode {

    private TaskCode() {}

    /** The class that the task's code is in: that of its body if it was made by {@link Task#direct}, its own otherwise. */
    public static Class<?> of(Task<?> task) {
        return task instanceof DirectTask<?> direct ? direct.method().getClass() : task.getClass();
    }
}
