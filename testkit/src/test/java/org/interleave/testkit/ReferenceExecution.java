package org.interleave.testkit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interleave.core.Drive;
import org.interleave.core.Guard;
import org.interleave.core.Inbox;
import org.interleave.core.Outcome;
import org.interleave.core.Run;
import org.interleave.core.SingleRunExecution;
import org.interleave.core.TaskRun;

/** Gives each task a thread, which ends with the run. */
class ReferenceExecution extends SingleRunExecution {

    private static final int BUDGET = 1_000;

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        List<Inbox> inboxes =
                Stream.generate(Inbox::new).limit(run.tasks().size()).toList();
        Drive drive = new Drive(Guard.NONE, BUDGET, inboxes);
        List<Thread> threads = new ArrayList<>();
        for (TaskRun<R> task : run.tasks()) {
            String name = "reference-" + task.index();
            threads.add(Thread.ofPlatform().daemon().name(name).unstarted(() -> drive.drive(task, name)));
        }
        run.onStop(task -> threads.get(task.index()).interrupt());
        threads.forEach(Thread::start);
        try {
            return run.outcome(exactCells(), Map::of);
        } finally {
            threads.forEach(ReferenceExecution::join);
        }
    }

    /** The thread has completed its task and is about to end. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it vouches for its cells. */
    boolean exactCells() {
        return false;
    }

    @Override
    protected void shutDown() {
        // threads end with their run
    }
}
