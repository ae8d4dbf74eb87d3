package org.interleave.testkit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interleave.core.Join;
import org.interleave.core.Outcome;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.core.runtime.TaskRun;

/** Gives each task a thread, which ends with the run. */
class ReferenceExecution extends SingleRunExecution {

    private static final int BUDGET = 1_000;

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        List<Inbox> inboxes = Inbox.forTasks(run.tasks().size());
        GuardedTaskLoop loop = new GuardedTaskLoop(Guard.NONE, BUDGET, inboxes);
        List<Thread> threads = new ArrayList<>();
        for (TaskRun<R> task : run.tasks()) {
            String name = "reference-" + task.index();
            threads.add(Thread.ofPlatform().daemon().name(name).unstarted(() -> loop.run(task, name)));
        }
        run.onStop(task -> threads.get(task.index()).interrupt());
        threads.forEach(Thread::start);
        try {
            return run.outcome(Map::of);
        } finally {
            threads.forEach(Join::of);
        }
    }

    @Override
    protected void shutDown() {
        // threads end with their run
    }
}
