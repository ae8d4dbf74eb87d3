package org.interleave.threads;

import java.io.Serializable;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import org.interleave.core.Join;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.BlockingSockets;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.PlainCell;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.core.runtime.TaskRun;

/** The execution on one thread: it runs the tasks of a run, each as far as it gets before the next. */
final class SequentialExecution extends SingleRunExecution {

    private static final String WORKER = "sequential";

    /** One thread stores them all. */
    @Override
    protected Cells cells() {
        return new Cells(PlainCell::new, true);
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        List<Inbox> inboxes = Inbox.forTasks(run.tasks().size());
        Thread thread = Thread.ofPlatform().daemon().name(WORKER).unstarted(() -> runAll(run, inboxes));
        run.onStop(task -> thread.interrupt());
        thread.start();
        try {
            return run.outcome(Map::of);
        } finally {
            Join.of(thread);
        }
    }

    /** Goes round those that are not done. A round in which none gets anywhere is a deadlock. */
    private static <R extends Serializable> void runAll(Run<R> run, List<Inbox> inboxes) {
        Queue<PendingTask<R>> pending = new ArrayDeque<>();
        run.tasks().forEach(task -> pending.add(new PendingTask<>(task, inboxes)));
        int stuck = 0;
        while (!pending.isEmpty()) {
            PendingTask<R> next = pending.remove();
            boolean moved = next.runUntilItMustWait(stuck >= pending.size() + 1);
            stuck = moved ? 0 : stuck + 1;
            if (!next.task.completed()) {
                pending.add(next);
            }
        }
    }

    /** One task, and the step it could not take when it last gave way. */
    private static final class PendingTask<R extends Serializable> {

        private final TaskRun<R> task;
        private final List<Inbox> inboxes;
        private final BlockingSockets sockets = new BlockingSockets();
        private Step<R> pending = Step.ready();

        PendingTask(TaskRun<R> task, List<Inbox> inboxes) {
            this.task = task;
            this.inboxes = inboxes;
        }

        /** Runs it until it would block; true if it got any further. In a deadlock the task fails instead of giving way. */
        boolean runUntilItMustWait(boolean deadlock) {
            boolean moved = false;
            try {
                while (!task.cancelled()) {
                    if (!handle(pending)) {
                        if (deadlock) {
                            throw new IllegalStateException("waits for another task that waits too: " + pending);
                        }
                        return moved;
                    }
                    moved = true;
                    if (task.cancelled()) {
                        break;
                    }
                    pending = task.resume(RunSetup.UNGUARDED_BUDGET);
                    if (pending instanceof Step.Done<R> done) {
                        end();
                        task.succeed(WORKER, done.result());
                        return true;
                    }
                }
                end();
                task.cancel(WORKER);
            } catch (Throwable thrown) {
                end();
                task.fail(WORKER, thrown);
            }
            return true;
        }

        private void end() {
            inboxes.get(task.index()).close();
            sockets.close();
        }

        /** Does what a step asks for; false if the task cannot go on yet. */
        private boolean handle(Step<R> step) throws Exception {
            switch (step) {
                case Step.Ready<R> ready -> {}
                case Step.Done<R> done -> {}
                case Step.Sleep<R> sleep -> sleep(sleep.duration());
                case Step.Blocking<R> blocking -> deliver(blocking.call()::call);
                case Step.Receive<R> receive -> {
                    return receive(receive.port());
                }
                case Step.Send<R> send -> {
                    return send(send);
                }
            }
            return true;
        }

        /** Delivers what a wait brings. It brings nothing if it is cut short because the task should stop. */
        private void deliver(Callable<Message> wait) throws Exception {
            try {
                task.deliver(wait.call());
            } catch (InterruptedException | ClosedByInterruptException e) {
                if (!task.stopping()) {
                    throw e;
                }
                Thread.interrupted(); // a closed channel leaves the flag set
            }
        }

        private boolean receive(Port port) throws Exception {
            return switch (port) {
                case Port.Udp udp -> {
                    deliver(() -> sockets.receive(udp));
                    yield true;
                }
                case Port.Inbox inbox -> {
                    Optional<Message> message = inboxes.get(inbox.task()).poll();
                    message.ifPresent(task::deliver);
                    yield message.isPresent() || task.stopping();
                }
            };
        }

        private boolean send(Step.Send<R> send) throws Exception {
            return switch (send.port()) {
                case Port.Udp udp -> {
                    sockets.send(udp, send.message());
                    yield true;
                }
                case Port.Inbox inbox -> inboxes.get(inbox.task()).offer(send.message());
            };
        }

        /** An interrupt meant for another task does not shorten the sleep. */
        private void sleep(Duration duration) {
            long deadline = System.nanoTime() + duration.toNanos();
            while (!task.stopping()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                try {
                    Thread.sleep(Duration.ofNanos(left));
                } catch (InterruptedException woken) {
                    // look again whether it was for this task
                }
            }
        }
    }

    @Override
    protected void shutDown() {
        // the thread ends with its run
    }
}
