package org.interleave.threads;

import java.io.Serializable;
import java.util.Optional;
import org.interleave.core.DirectBody;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.TaskCode;
import org.interleave.core.runtime.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * A task in an {@link Instance}. It is copied into the instance with its first turn, and its result out of it with its
 * last, under the instance's lock; a copy that fails fails the task. The original is only read, and the caller, who waits
 * for the run, does not change it meanwhile.
 */
final class CopiedTask<R extends Serializable> implements Task<R> {

    private static final long serialVersionUID = 1;

    private final transient Task<R> original;
    private final transient Instance instance;
    private final transient GuardedTaskLoop loop;
    private transient @Nullable Task<R> copy;

    /**
     * A task that is not in the instance yet.
     *
     * @param loop of the instance's tasks
     */
    CopiedTask(Task<R> original, Instance instance, GuardedTaskLoop loop) {
        this.original = original;
        this.instance = instance;
        this.loop = loop;
    }

    /** Runs it to its end on the calling thread. */
    void run(TaskRun<R> task, String thread) {
        loop.run(task, instance + ", " + thread);
    }

    @Override
    public boolean daemon() {
        return original.daemon();
    }

    @Override
    public Optional<DirectBody<R>> body() {
        return own().body().map(body -> steps -> copied(body.run(steps)));
    }

    @Override
    public Step<R> advance(Turn turn) throws Exception {
        Step<R> step = own().advance(turn);
        return step instanceof Step.Done<R> done ? Step.done(copied(done.result())) : step;
    }

    private Task<R> own() {
        Task<R> own = copy;
        if (own == null) {
            own = copied(original);
            copy = own;
        }
        return own;
    }

    private <T extends Serializable> T copied(T object) {
        return instance.copy(object, TaskCode.of(original).getClassLoader());
    }
}
