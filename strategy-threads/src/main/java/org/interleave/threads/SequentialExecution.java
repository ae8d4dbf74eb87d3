package org.interleave.threads;

import java.io.Serializable;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.interleave.core.Arrival;
import org.interleave.core.Join;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.runtime.BlockingPorts;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.PlainCell;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;
import org.jspecify.annotations.Nullable;

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

    /**
     * Goes round those that are not done. After a round in which none gets anywhere one that waits within a limit waits for all
     * of it; if there is none, it is a deadlock.
     */
    private static <R extends Serializable> void runAll(Run<R> run, List<Inbox> inboxes) {
        Deque<PendingTask<R>> pending = new ArrayDeque<>();
        run.tasks().forEach(task -> pending.add(new PendingTask<>(task, inboxes)));
        int stuck = 0;
        while (!pending.isEmpty()) {
            boolean all = stuck >= pending.size();
            if (all) {
                pending.stream().filter(PendingTask::hasLimit).findFirst().ifPresent(limited -> {
                    pending.remove(limited);
                    pending.addFirst(limited);
                });
            }
            PendingTask<R> next = pending.remove();
            boolean moved = next.runUntilItMustWait(all);
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
        private final BlockingPorts ports = new BlockingPorts();
        private Step<R> pending = Step.ready();

        PendingTask(TaskRun<R> task, List<Inbox> inboxes) {
            this.task = task;
            this.inboxes = inboxes;
        }

        /** Whether what it waits for need not come. */
        boolean hasLimit() {
            return pending instanceof Step.Receive<R> receive && receive.limit().isPresent();
        }

        /**
         * Runs it until it would block; true if it got any further.
         *
         * @param stuck whether no other task gets any further: then it waits, and fails if there is no limit to that
         */
        boolean runUntilItMustWait(boolean stuck) {
            boolean moved = false;
            try {
                while (!task.cancelled()) {
                    if (!handle(pending, stuck && !moved)) {
                        if (stuck && !moved) {
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
            ports.close();
        }

        /** Does what a step asks for; false if the task cannot go on yet. */
        private boolean handle(Step<R> step, boolean stuck) throws Exception {
            switch (step) {
                case Step.Ready<R> ready -> {}
                case Step.Done<R> done -> {}
                case Step.Sleep<R> sleep -> sleep(sleep.duration());
                case Step.Blocking<R> blocking ->
                    deliver(() -> new Arrival.Received(blocking.call().call()));
                case Step.Receive<R> receive -> {
                    return receive(receive, stuck);
                }
                case Step.Send<R> send -> {
                    return send(send);
                }
            }
            return true;
        }

        /** Delivers what a wait brings, if anything. It brings nothing if it is cut short because the task should stop. */
        private void deliver(Callable<@Nullable Arrival> wait) throws Exception {
            try {
                Arrival brought = wait.call();
                if (brought != null) {
                    task.deliver(brought);
                }
            } catch (InterruptedException | ClosedByInterruptException e) {
                if (!task.stopping()) {
                    throw e;
                }
                Thread.interrupted(); // a closed channel leaves the flag set
            }
        }

        private boolean receive(Step.Receive<R> step, boolean stuck) throws Exception {
            if (!(step.port() instanceof Port.Inbox inbox)) {
                deliver(() -> ports.receive(step, task.stopping()));
                return true;
            }
            Inbox own = inboxes.get(inbox.task());
            Optional<Message> message = own.poll();
            message.ifPresent(task::deliver);
            if (message.isPresent() || task.stopping()) {
                return true;
            }
            if (stuck && step.limit().isPresent()) {
                deliver(() -> {
                    sleep(step.limit().get()); // nobody sends meanwhile
                    return task.stopping() ? Arrival.cutShort() : Arrival.timedOut();
                });
                return true;
            }
            return false;
        }

        private boolean send(Step.Send<R> send) throws Exception {
            if (send.port() instanceof Port.Inbox inbox) {
                return inboxes.get(inbox.task()).offer(send.message()) || task.stopping();
            }
            deliver(() -> {
                ports.send(send.port(), send.message());
                return null;
            });
            return true;
        }

        /** An interrupt meant for another task does not shorten the sleep. */
        private void sleep(Duration duration) {
            long deadline = System.nanoTime() + TimerExpirations.nanos(duration);
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
