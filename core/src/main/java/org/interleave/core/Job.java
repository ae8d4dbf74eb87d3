package org.interleave.core;

import java.io.Serializable;
import java.util.List;

/**
 * A batch of tasks to run together, and the number of cells they share.
 *
 * @param tasks the tasks, in the order of submission; the same one may be there twice only if it keeps no state
 * @param cells how many {@linkplain Cell cells} they share, all zero at the start
 * @param <R> what each task results in
 */
public record Job<R extends Serializable>(List<? extends Task<R>> tasks, int cells) {

    /** Checks that no task is missing and that the number of cells is not negative. */
    public Job {
        for (Task<R> task : tasks) {
            if (task == null) {
                throw new IllegalArgumentException("task " + tasks.indexOf(task) + " of the job is null");
            }
        }
        tasks = List.copyOf(tasks);
        if (cells < 0) {
            throw new IllegalArgumentException("cells is " + cells + ", must not be negative");
        }
    }

    /** Tasks that share nothing. */
    public static <R extends Serializable> Job<R> of(List<? extends Task<R>> tasks) {
        return new Job<>(tasks, 0);
    }
}
