package org.interleave.processes.pool;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Completion;
import org.interleave.core.TaskFailure;
import org.interleave.core.runtime.Run;

/**
 * The time that packing a task or unpacking a result may take, after which it is abandoned.
 *
 * @param task how long a task may run, and be packed or unpacked; zero if for ever
 * @param node how long a result may take to be unpacked where {@code task} sets no limit; nothing for no limit
 */
record CodecTimeouts(Duration task, Optional<Duration> node) {

    /** The time that packing a task may take, zero if for ever. */
    Duration packing() {
        return task;
    }

    /** The time that unpacking a result may take, zero if for ever. */
    Duration unpacking() {
        return task.isPositive() ? task : node.orElse(Duration.ZERO);
    }

    /** What becomes of a task whose packing was abandoned. */
    <R extends Serializable> Completion<R> packingAbandoned(Run<R> run, int index) {
        String problem =
                "task " + index + " could not be packed within " + PoolOptions.setting(PoolOptions.TASK_TIMEOUT, task);
        return abandoned(run, index, "", problem);
    }

    /** What becomes of a task of a worker's, the unpacking of whose result was abandoned. */
    <R extends Serializable> Completion<R> unpackingAbandoned(Run<R> run, int index, String worker) {
        String problem = "the result of task " + index + " could not be unpacked within "
                + PoolOptions.setting(task.isPositive() ? PoolOptions.TASK_TIMEOUT : PoolOptions.PATIENCE, unpacking());
        return abandoned(run, index, worker, problem);
    }

    private static <R extends Serializable> Completion<R> abandoned(
            Run<R> run, int index, String worker, String problem) {
        return run.cancelled()
                ? new Completion.Cancelled<>(index, worker)
                : new Completion.Failed<>(index, worker, TaskFailure.of(new TaskTimeoutException(problem)));
    }
}
