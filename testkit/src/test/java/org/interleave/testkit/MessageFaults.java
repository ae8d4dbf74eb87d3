package org.interleave.testkit;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.Arrival;
import org.interleave.core.Call;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** Faults in waiting, messages, datagrams and blocking calls. */
final class MessageFaults {

    private MessageFaults() {}

    /** Does something to the message that a task sends after many others. */
    abstract static class TampersWithMessage<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;
        private static final int MANY = 5_000;

        private final transient Queue<Step<R>> next = new ArrayDeque<>();
        private int sent;

        TampersWithMessage(Task<R> sound) {
            super(sound);
        }

        @Override
        public final Step<R> advance(Turn turn) throws Exception {
            Step<R> step = next.isEmpty() ? super.advance(turn) : next.remove();
            if (!(step instanceof Step.Send)) {
                return step;
            }
            sent++;
            if (sent != MANY) {
                return step;
            }
            tamper(step, turn, next);
            return Step.ready();
        }

        /** Says which steps to take in place of this one. */
        abstract void tamper(Step<R> send, Turn turn, Queue<Step<R>> steps) throws Exception;
    }

    static final class LosesMessage<R extends Serializable> extends TampersWithMessage<R> {

        private static final long serialVersionUID = 1;

        LosesMessage(Task<R> sound) {
            super(sound);
        }

        @Override
        void tamper(Step<R> send, Turn turn, Queue<Step<R>> steps) {
            steps.clear();
        }
    }

    static final class DoublesMessage<R extends Serializable> extends TampersWithMessage<R> {

        private static final long serialVersionUID = 1;

        DoublesMessage(Task<R> sound) {
            super(sound);
        }

        @Override
        void tamper(Step<R> send, Turn turn, Queue<Step<R>> steps) {
            steps.add(send);
            steps.add(send);
        }
    }

    static final class SwapsMessages<R extends Serializable> extends TampersWithMessage<R> {

        private static final long serialVersionUID = 1;

        SwapsMessages(Task<R> sound) {
            super(sound);
        }

        @Override
        void tamper(Step<R> send, Turn turn, Queue<Step<R>> steps) throws Exception {
            steps.add(sound.advance(turn));
            steps.add(send);
        }
    }

    /** Runs tasks with queues of its own, that never keep a sender waiting. */
    static final class QueuesWithoutBound extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            List<BlockingQueue<Message>> queues = Stream.<BlockingQueue<Message>>generate(LinkedBlockingQueue::new)
                    .limit(job.tasks().size())
                    .toList();
            List<Task<R>> tasks = job.tasks().stream()
                    .<Task<R>>map(task -> new Queueing<>(task, queues))
                    .toList();
            return super.run(new Job<>(tasks, job.cells()));
        }

        private static final class Queueing<R extends Serializable> extends FaultyTask<R> {

            private static final long serialVersionUID = 1;

            private final transient List<BlockingQueue<Message>> queues;
            private boolean received;
            private boolean absent;

            Queueing(Task<R> sound, List<BlockingQueue<Message>> queues) {
                super(sound);
                this.queues = queues;
            }

            @Override
            public Step<R> advance(Turn turn) throws Exception {
                Step<R> step = super.advance(received && absent ? new WithoutMessage(turn) : turn);
                received = false;
                if (step instanceof Step.Send<R> send && send.port() instanceof Port.Inbox inbox) {
                    queues.get(inbox.task()).add(send.message());
                    return Step.ready();
                }
                if (step instanceof Step.Receive<R> receive && receive.port() instanceof Port.Inbox inbox) {
                    received = true;
                    absent = true; // until there is one
                    Duration limit =
                            turn.stopping() ? Duration.ZERO : receive.limit().orElse(Duration.ofDays(1));
                    return Step.blocking(() -> take(queues.get(inbox.task()), limit));
                }
                return step;
            }

            private Message take(BlockingQueue<Message> queue, Duration limit) throws InterruptedException {
                Message message = queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
                absent = message == null;
                return message == null ? Message.EMPTY : message;
            }
        }

        /** The turn after a receive that brought nothing. */
        private static final class WithoutMessage extends FaultyTask.FaultyTurn {

            WithoutMessage(Turn sound) {
                super(sound);
            }

            @Override
            public Message message() {
                throw new IllegalStateException("no message");
            }

            @Override
            public Arrival arrival() {
                return stopping() ? Arrival.cutShort() : Arrival.timedOut();
            }
        }
    }

    /** Lets only so many tasks run at once, each to its end. */
    static final class FourAtOnce extends FaultyExecution {

        private static final int THREADS = 4;

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            Semaphore threads = new Semaphore(THREADS);
            List<Task<R>> tasks = job.tasks().stream()
                    .<Task<R>>map(task -> new Waiting<>(task, threads, false))
                    .toList();
            return super.run(new Job<>(tasks, job.cells()));
        }
    }

    /** Tasks that do nothing but sleep have to wait for each other. */
    static final class OneSleeperAtOnce extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            Semaphore sleeper = new Semaphore(1);
            List<Task<R>> tasks = job.tasks().stream()
                    .<Task<R>>map(task -> task.daemon() ? task : new Waiting<>(task, sleeper, true))
                    .toList();
            return super.run(new Job<>(tasks, job.cells()));
        }
    }

    /** A task that gets a permit before it begins, and gives it back at its end or when it does more than sleep. */
    private static final class Waiting<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        private final Semaphore permits;
        private final boolean onlyToSleep;
        private boolean begun;
        private boolean resumed;
        private boolean holding;

        Waiting(Task<R> sound, Semaphore permits, boolean onlyToSleep) {
            super(sound);
            this.permits = permits;
            this.onlyToSleep = onlyToSleep;
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            if (!begun) {
                begun = true;
                return Step.blocking(this::acquire);
            }
            Step<R> step;
            try {
                step = super.advance(resumed ? turn : withoutMessage(turn));
                resumed = true;
            } catch (Exception | Error e) {
                release();
                throw e;
            }
            if (step instanceof Step.Done || (onlyToSleep && !(step instanceof Step.Sleep))) {
                release();
            }
            return step;
        }

        private Message acquire() throws InterruptedException {
            permits.acquire();
            holding = true;
            return Message.EMPTY;
        }

        private void release() {
            if (holding) {
                holding = false;
                permits.release();
            }
        }

        /** What brought the permit is no message of the task's own. */
        private static Turn withoutMessage(Turn turn) {
            return new FaultyTurn(turn) {
                @Override
                public Message message() {
                    throw new IllegalStateException("no message");
                }
            };
        }
    }

    /** Changes what certain steps bring. */
    abstract static class TampersWithTurn<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        private boolean tampering;

        TampersWithTurn(Task<R> sound) {
            super(sound);
        }

        @Override
        public final Step<R> advance(Turn turn) throws Exception {
            Step<R> step = super.advance(tampering ? new TamperedTurn(turn) : turn);
            tampering = affects(step);
            return step;
        }

        abstract boolean affects(Step<R> step);

        abstract Message tampered(Message brought);

        private final class TamperedTurn extends FaultyTurn {

            TamperedTurn(Turn sound) {
                super(sound);
            }

            @Override
            public Message message() {
                return tampered(super.message());
            }
        }
    }

    static final class CutsDatagrams<R extends Serializable> extends TampersWithTurn<R> {

        private static final long serialVersionUID = 1;

        CutsDatagrams(Task<R> sound) {
            super(sound);
        }

        @Override
        boolean affects(Step<R> step) {
            return step instanceof Step.Receive<R> receive && receive.port() instanceof Port.Udp;
        }

        @Override
        Message tampered(Message brought) {
            return Message.copyOf(Arrays.copyOf(brought.bytes(), brought.size() - 1));
        }
    }

    static final class DropsResultsOfCalls<R extends Serializable> extends TampersWithTurn<R> {

        private static final long serialVersionUID = 1;

        DropsResultsOfCalls(Task<R> sound) {
            super(sound);
        }

        @Override
        boolean affects(Step<R> step) {
            return step instanceof Step.Blocking;
        }

        @Override
        Message tampered(Message brought) {
            return Message.EMPTY;
        }
    }

    static final class IgnoresFailuresOfCalls<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        IgnoresFailuresOfCalls(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = super.advance(turn);
            return step instanceof Step.Blocking<R> blocking ? Step.blocking(() -> answer(blocking.call())) : step;
        }

        private static Message answer(Call call) throws InterruptedException {
            try {
                return call.call();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                return Message.of(0);
            }
        }
    }
}
