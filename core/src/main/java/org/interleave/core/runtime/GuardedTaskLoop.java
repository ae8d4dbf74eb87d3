package org.interleave.core.runtime;

import java.io.Serializable;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.interleave.core.Arrival;
import org.interleave.core.Call;
import org.interleave.core.Completion;
import org.interleave.core.DirectBody;
import org.interleave.core.Message;
import org.interleave.core.NativeCall;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.jspecify.annotations.Nullable;

/**
 * The loop of every strategy that gives each task a thread: resumes the task, passes a checkpoint after every budget of
 * ticks, and releases the guard around whatever may block, as an interpreter releases its lock around I/O.
 *
 * <p>Like an interpreter it releases the guard around every socket call, also one that turns out not to block; around an
 * inbox only if it has to wait.
 */
public final class GuardedTaskLoop implements TaskLoop {

    private final Guard guard;
    private final int budget;
    private final IntFunction<? extends Mailbox> inboxes;
    private final Optional<NativeCalls> nativeCalls;

    /** Makes calls of native code in C. */
    @FunctionalInterface
    public interface NativeCalls {

        /**
         * Makes a call. The guard is held before and afterwards.
         *
         * @return what the task receives
         * @throws Exception what fails the task
         */
        Message make(TaskRun<?> task, NativeCall call) throws Exception;
    }

    /**
     * A loop for the tasks of one run.
     *
     * @param guard what a task has to hold while it runs
     * @param budget ticks between two checkpoints, at least one
     * @param inboxes one for each task of the run
     */
    public GuardedTaskLoop(Guard guard, int budget, List<Inbox> inboxes) {
        this(guard, budget, List.copyOf(inboxes)::get, Optional.empty());
    }

    /** The same with native code in C. */
    public GuardedTaskLoop(Guard guard, int budget, List<Inbox> inboxes, NativeCalls nativeCalls) {
        this(guard, budget, List.copyOf(inboxes)::get, Optional.of(nativeCalls));
    }

    /**
     * A loop for tasks whose inboxes are reached in a way of the strategy's own.
     *
     * @param guard what a task has to hold while it runs
     * @param budget ticks between two checkpoints, at least one
     * @param inboxes finds a task's inbox by its index; throws {@link IndexOutOfBoundsException} if there is no such
     *     task
     */
    public GuardedTaskLoop(Guard guard, int budget, IntFunction<? extends Mailbox> inboxes) {
        this(guard, budget, inboxes, Optional.empty());
    }

    private GuardedTaskLoop(
            Guard guard, int budget, IntFunction<? extends Mailbox> inboxes, Optional<NativeCalls> nativeCalls) {
        if (budget < 1) {
            throw new IllegalArgumentException("budget is " + budget + ", must be at least 1");
        }
        this.guard = guard;
        this.budget = budget;
        this.inboxes = inboxes;
        this.nativeCalls = nativeCalls;
    }

    @Override
    public <R extends Serializable> void run(TaskRun<R> task, String worker) {
        Completion<R> completion;
        guard.begin(task.index());
        try (BlockingPorts ports = new BlockingPorts()) {
            completion = runToItsEnd(task, worker, ports);
        } catch (Throwable thrown) {
            end(task);
            task.fail(worker, thrown); // its text may take its time, which is no reason to hold the guard
            return;
        }
        end(task);
        task.complete(completion);
    }

    private void end(TaskRun<?> task) {
        guard.end();
        inboxes.apply(task.index()).close();
    }

    /** In direct style a task has its own thread's stack, so each of its steps is handled within the call of it. */
    private <R extends Serializable> Completion<R> runToItsEnd(TaskRun<R> task, String worker, BlockingPorts ports)
            throws Throwable {
        if (task.cancelled()) {
            return new Completion.Cancelled<>(task.index(), worker);
        }
        Optional<DirectBody<R>> body = task.begin(budget);
        return body.isPresent()
                ? new BlockingSteps<>(task, step -> handle(task, step, ports)).run(body.get(), worker)
                : resumeUntilDone(task, worker, ports);
    }

    private <R extends Serializable> Completion<R> resumeUntilDone(TaskRun<R> task, String worker, BlockingPorts ports)
            throws Exception {
        while (!task.cancelled()) {
            Step<R> step = task.resumeUpToCall(budget);
            if (step instanceof Step.Done<R> done) {
                return new Completion.Succeeded<>(task.index(), worker, done.result());
            }
            handle(task, step, ports);
        }
        return new Completion.Cancelled<>(task.index(), worker);
    }

    /** Does what a step asks for, unless it is the last. */
    private <R extends Serializable> void handle(TaskRun<R> task, Step<R> step, BlockingPorts ports) throws Exception {
        switch (step) {
            case Step.Ready<R> ready -> guard.checkpoint();
            case Step.Done<R> done -> throw new IllegalStateException("a task that is done is not to be handled");
            case Step.Sleep<R> sleep -> {
                if (!task.stopping()) {
                    unguarded(task, () -> {
                        Thread.sleep(sleep.duration());
                        return null;
                    });
                }
            }
            case Step.Receive<R> receive -> receive(task, receive, ports);
            case Step.Send<R> send -> send(task, send.port(), send.message(), ports);
            case Step.Blocking<R> blocking -> call(task, blocking.call());
        }
    }

    private void call(TaskRun<?> task, Call call) throws Exception {
        if (call instanceof NativeCall nativeCall && (nativeCalls.isPresent() || !nativeCall.releases())) {
            task.deliver(nativeCalls.isPresent() ? nativeCalls.get().make(task, nativeCall) : nativeCall.call());
            guard.checkpoint();
        } else {
            unguarded(task, () -> new Arrival.Received(call.call()));
        }
    }

    private void receive(TaskRun<?> task, Step.Receive<?> step, BlockingPorts ports) throws Exception {
        switch (step.port()) {
            case Port.Inbox inbox -> {
                Mailbox own = inboxes.apply(inbox.task());
                Optional<Message> message = own.poll();
                if (message.isPresent()) {
                    task.deliver(message.get());
                    guard.checkpoint();
                } else if (step.waits() && !task.stopping()) {
                    unguarded(task, () -> take(own, step.limit()));
                } else {
                    task.deliver(step.waits() ? Arrival.cutShort() : Arrival.timedOut());
                    guard.checkpoint();
                }
            }
            case Port.Udp udp -> unguarded(task, () -> ports.receive(step, task.stopping()));
            case Port.Tcp tcp -> unguarded(task, () -> ports.receive(step, task.stopping()));
            case Port.Timer timer -> unguarded(task, () -> ports.receive(step, task.stopping()));
        }
    }

    private static Arrival take(Mailbox own, Optional<Duration> limit) throws InterruptedException {
        return limit.isEmpty()
                ? new Arrival.Received(own.take())
                : own.take(limit.get()).<Arrival>map(Arrival.Received::new).orElse(Arrival.timedOut());
    }

    private void send(TaskRun<?> task, Port port, Message message, BlockingPorts ports) throws Exception {
        switch (port) {
            case Port.Inbox inbox -> {
                Mailbox other = inboxes.apply(inbox.task());
                if (other.offer(message) || task.stopping()) {
                    guard.checkpoint();
                } else {
                    unguarded(task, () -> {
                        other.put(message);
                        return null;
                    });
                }
            }
            case Port.Udp udp -> sendFrom(task, ports, udp, message);
            case Port.Tcp tcp -> sendFrom(task, ports, tcp, message);
            case Port.Timer timer -> throw new IllegalStateException("a task run refuses to send to a timer");
        }
    }

    private void sendFrom(TaskRun<?> task, BlockingPorts ports, Port port, Message message) throws Exception {
        unguarded(task, () -> {
            ports.send(port, message);
            return null;
        });
    }

    /** Waits without the guard, and delivers what the wait brings, if anything. */
    private void unguarded(TaskRun<?> task, BlockingWait wait) throws Exception {
        Arrival brought = guard.unguarded(() -> untilStopped(task, wait));
        if (brought != null) {
            task.deliver(brought);
        }
    }

    /** Waits. An interrupt that tells the task to stop ends the wait, which then brings nothing. */
    private static @Nullable Arrival untilStopped(TaskRun<?> task, BlockingWait wait) throws Exception {
        try {
            return wait.await();
        } catch (InterruptedException | ClosedByInterruptException e) {
            if (!task.stopping()) {
                throw e;
            }
            Thread.interrupted(); // a closed channel leaves the flag set; the wait has been cut short
            return null;
        }
    }
}
