package org.interleave.core;

import java.io.Serializable;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

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

    /**
     * So many tasks that share nothing.
     *
     * @param tasks how many
     * @param task makes each, by its place in the order of submission, from zero
     */
    public static <R extends Serializable> Job<R> repeat(int tasks, IntFunction<? extends Task<R>> task) {
        return of(IntStream.range(0, tasks).mapToObj(task).toList());
    }

    /** The same tasks with a number of cells. */
    public Job<R> sharing(int number) {
        return new Job<>(tasks, number);
    }
}
