package org.interleave.core;

import java.io.Serializable;
import java.util.List;

/**
 * Tasks to run together, and the memory they share.
 *
 * @param tasks the tasks, in the order of submission
 * @param cells how many {@linkplain Cell cells} they share, all zero at the start
 * @param <R> what each task results in
 */
public record Job<R extends Serializable>(List<? extends Task<R>> tasks, int cells) {

    /** Checks that the number of cells is not negative. */
    public Job {
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
