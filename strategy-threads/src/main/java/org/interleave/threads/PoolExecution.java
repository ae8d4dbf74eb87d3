package org.interleave.threads;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.interleave.core.Outcome;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.core.runtime.TaskLoop;
import org.interleave.core.runtime.TaskRun;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of a run on the threads of a pool, which are there before the run and after it. */
final class PoolExecution extends SingleRunExecution {

    private final ExecutorService pool;
    private final RunSetup setup;

    /**
     * An execution without a run.
     *
     * @param pool runs tasks in the order of submission, as far as it has threads; closed with the execution
     * @param guard told of the waits of tasks
     */
    PoolExecution(ExecutorService pool, Guard guard) {
        this.pool = pool;
        setup = RunSetup.guarded(guard, RunSetup.UNGUARDED_BUDGET, Map::of);
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        TaskLoop loop = setup.loop().apply(Inbox.forTasks(run.tasks().size()));
        List<PooledTask<R>> pooled =
                run.tasks().stream().map(task -> new PooledTask<>(task, loop)).toList();
        run.onStop(task -> pooled.get(task.index()).interrupt());
        pooled.forEach(pool::execute);
        return run.outcome(setup.metrics());
    }

    @Override
    protected void shutDown() {
        pool.close();
    }

    /**
     * A task in the pool's queue, then on one of its threads. An interrupt reaches the thread only as long as the task is on
     * it; one that comes earlier is made up for when the task begins.
     *
     * <p>The thread is guarded by the object itself.
     */
    private static final class PooledTask<R extends Serializable> implements Runnable {

        private final TaskRun<R> task;
        private final TaskLoop loop;
        private @Nullable Thread thread;

        PooledTask(TaskRun<R> task, TaskLoop loop) {
            this.task = task;
            this.loop = loop;
        }

        @Override
        public void run() {
            begin();
            try {
                loop.run(task, Thread.currentThread().getName());
            } finally {
                end();
            }
        }

        private synchronized void begin() {
            thread = Thread.currentThread();
            if (task.stopping()) {
                thread.interrupt();
            }
        }

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        /** The thread's next task is not meant by an interrupt that came too late for this one. */
        private synchronized void end() {
            thread = null;
            Thread.interrupted();
        }
    }
}
