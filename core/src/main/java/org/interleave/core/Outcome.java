package org.interleave.core;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a run: how each task ended, what the cells hold, and what the strategy measured.
 *
 * @param completions one for each task, in the order of submission
 * @param cells what the shared cells hold at the end
 * @param exactCells whether the strategy vouches that no update of a cell was lost
 * @param metrics what the strategy counted and timed, by name
 * @param <R> what each task results in
 */
public record Outcome<R extends Serializable>(
        List<Completion<R>> completions, List<Long> cells, boolean exactCells, Map<String, Metric> metrics) {

    /** Takes copies. */
    public Outcome {
        completions = List.copyOf(completions);
        cells = List.copyOf(cells);
        metrics = Map.copyOf(metrics);
    }

    /**
     * The results of a job of so many tasks, in the order of submission.
     *
     * @throws WrongResultException if a task has none, naming it and why, or there is no completion for it in its place
     */
    public List<R> results(int tasks) {
        checkComplete(tasks);
        return results();
    }

    /**
     * Checks that there is a completion for each task of a job of so many, in the order of submission.
     *
     * @throws WrongResultException if not
     */
    public void checkComplete(int tasks) {
        if (completions.size() != tasks) {
            throw new WrongResultException(completions.size() + " tasks completed of a job of " + tasks);
        }
        for (int task = 0; task < tasks; task++) {
            if (completions.get(task).task() != task) {
                throw new WrongResultException("the completion of task "
                        + completions.get(task).task() + " stands in the place of task " + task);
            }
        }
    }

    /** The first task that failed. */
    public Optional<Completion.Failed<R>> firstFailed() {
        for (Completion<R> completion : completions) {
            if (completion instanceof Completion.Failed<R> failed) {
                return Optional.of(failed);
            }
        }
        return Optional.empty();
    }

    /**
     * The results of those tasks that completed, in the order of submission.
     *
     * @throws WrongResultException if one has none, naming it and why: the first that failed, otherwise the first that was
     *     cancelled, perhaps because of that
     */
    public List<R> results() {
        firstFailed().ifPresent(failed -> {
            throw new WrongResultException(
                    "task " + failed.task() + " failed: " + failed.failure().summary(),
                    new TaskFailedException(failed.failure()));
        });
        return completions.stream()
                .map(completion -> switch (completion) {
                    case Completion.Succeeded<R> succeeded -> succeeded.result();
                    case Completion.Failed<R> failed -> throw new IllegalStateException("there is none that failed");
                    case Completion.Cancelled<R> cancelled ->
                        throw new WrongResultException("task " + cancelled.task() + " was cancelled");
                })
                .toList();
    }
}
