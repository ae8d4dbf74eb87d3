package org.interleave.core.workloads;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.interleave.core.Arrival;
import org.interleave.core.Cell;
import org.interleave.core.DirectBody;
import org.interleave.core.Kernel;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.jspecify.annotations.Nullable;

/** A task as a {@link BrokenStrategy} runs it. */
@SuppressWarnings("serial") // never leaves its process
abstract class TreatedTask<R extends Serializable> implements Task<R> {

    private static final long serialVersionUID = 1;

    final Task<R> task;

    TreatedTask(Task<R> task) {
        this.task = task;
    }

    @Override
    public boolean daemon() {
        return task.daemon();
    }

    /** As it is: only steps of a task that is resumed can be treated. */
    @Override
    public Optional<DirectBody<R>> body() {
        return task.body();
    }

    /** To an inbox. */
    static boolean isMessage(Step<?> step) {
        return step instanceof Step.Send<?> send && send.port() instanceof Port.Inbox;
    }

    static boolean isDatagram(Step<?> step) {
        return step instanceof Step.Send<?> send && send.port() instanceof Port.Udp;
    }

    /** Loses the first message to each inbox. */
    static final class DropsMessages<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;
        private final Set<Port> dropped = new HashSet<>();

        DropsMessages(Task<R> task) {
            super(task);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = task.advance(turn);
            boolean first = isMessage(step) && step instanceof Step.Send<R> send && dropped.add(send.port());
            return first ? Step.ready() : step;
        }
    }

    /** Loses every second datagram. */
    static final class DropsDatagrams<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;
        private long datagrams;

        DropsDatagrams(Task<R> task) {
            super(task);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = task.advance(turn);
            return isDatagram(step) && ++datagrams % 2 == 0 ? Step.ready() : step;
        }
    }

    /** Takes a kind of step twice. */
    static final class Doubles<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;
        private final Predicate<Step<?>> kind;
        private @Nullable Step<R> again;

        Doubles(Task<R> task, Predicate<Step<?>> kind) {
            super(task);
            this.kind = kind;
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> second = again;
            again = null;
            if (second != null) {
                return second;
            }
            Step<R> step = task.advance(turn);
            again = kind.test(step) ? step : null;
            return step;
        }
    }

    /** Takes some of a kind of steps after the next of that kind. */
    static final class Reorders<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;
        private final Predicate<Step<?>> kind;
        private final LongPredicate late;
        private long steps;
        private @Nullable Step<R> held;
        private boolean due;

        Reorders(Task<R> task, Predicate<Step<?>> kind, LongPredicate late) {
            super(task);
            this.kind = kind;
            this.late = late;
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> earlier = held;
            if (due && earlier != null) {
                due = false;
                held = null;
                return earlier;
            }
            Step<R> step = task.advance(turn);
            if (kind.test(step) && earlier != null) {
                due = true;
            } else if (kind.test(step) && late.test(++steps)) {
                held = step;
                return Step.ready();
            }
            return step;
        }
    }

    /** Is told the first time it wants to receive that a message has come. */
    static final class MakesUpMessages<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;
        private static final Message MADE_UP = Message.of(7);
        private boolean told;

        MakesUpMessages(Task<R> task) {
            super(task);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = task.advance(turn);
            if (step instanceof Step.Receive<R> && !told) {
                told = true;
                return task.advance(new ChangedTurn(turn) {
                    @Override
                    public Message message() {
                        return MADE_UP;
                    }

                    @Override
                    public Arrival arrival() {
                        return new Arrival.Received(MADE_UP);
                    }
                });
            }
            return step;
        }
    }

    /** A task that is told of the expirations of a timer in a way of its own. */
    abstract static class ToldOfExpirations<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;
        private @Nullable Step<R> asked;

        ToldOfExpirations(Task<R> task) {
            super(task);
        }

        /** A turn that tells of so many expirations instead. */
        static Turn telling(long expirations, Turn turn) {
            Message message = Message.of(expirations);
            return new ChangedTurn(turn) {
                @Override
                public Message message() {
                    return message;
                }

                @Override
                public Arrival arrival() {
                    return new Arrival.Received(message);
                }
            };
        }

        /** The step after a receive that brought expirations. */
        abstract Step<R> told(Step<R> receive, Arrival.Received expirations, Turn turn) throws Exception;

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> receive = asked;
            Step<R> step = receive != null && turn.arrival() instanceof Arrival.Received expirations
                    ? told(receive, expirations, turn)
                    : task.advance(turn);
            boolean asks = step instanceof Step.Receive<R> next && next.port() instanceof Port.Timer;
            asked = asks ? step : null;
            return step;
        }
    }

    /** Is told of half the expirations of a timer, whether these come one by one or, on a busy machine, in few messages. */
    static final class LosesExpirations<R extends Serializable> extends ToldOfExpirations<R> {

        private static final long serialVersionUID = 1;
        private long expired;
        private long told;

        LosesExpirations(Task<R> task) {
            super(task);
        }

        @Override
        Step<R> told(Step<R> receive, Arrival.Received expirations, Turn turn) throws Exception {
            expired += expirations.message().asLong();
            long half = (expired + 1) / 2 - told;
            told += half;
            return half == 0 ? receive : task.advance(telling(half, turn));
        }
    }

    /** Is told of twice as many. */
    static final class DoublesExpirations<R extends Serializable> extends ToldOfExpirations<R> {

        private static final long serialVersionUID = 1;

        DoublesExpirations(Task<R> task) {
            super(task);
        }

        @Override
        Step<R> told(Step<R> receive, Arrival.Received expirations, Turn turn) throws Exception {
            return task.advance(telling(2 * expirations.message().asLong(), turn));
        }
    }

    /** Never sleeps. */
    static final class IgnoresSleeps<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;

        IgnoresSleeps(Task<R> task) {
            super(task);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = task.advance(turn);
            return step instanceof Step.Sleep<R> ? Step.ready() : step;
        }
    }

    /** Has the result of a twin in C that says at once that it has come to the end, if it has a twin. */
    static final class IdleTwin<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;

        IdleTwin(Task<R> task) {
            super(task);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Optional<Kernel<R>> kernel = task.kernel();
            return kernel.isEmpty()
                    ? task.advance(turn)
                    : Step.done(kernel.get()
                            .result()
                            .apply(new Idle(
                                    Kernel.Results.of(kernel.get().arguments()),
                                    kernel.get().words())));
        }
    }

    /** What a twin was given, but that the first word is the last. */
    private record Idle(Kernel.Results given, List<Long> words) implements Kernel.Results {

        @Override
        public long word(int parameter) {
            return parameter == 0 ? words.getLast() : given.word(parameter);
        }

        @Override
        public double[] reals(int parameter) {
            return given.reals(parameter);
        }

        @Override
        public byte[] bytes(int parameter) {
            return given.bytes(parameter);
        }
    }

    /** Does everything twice, and has the second result. */
    static final class Twice<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;
        private final Task<R> second;
        private boolean once;

        Twice(Task<R> task) {
            super(task);
            second = TestRun.shipped(task);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            if (once) {
                return second.advance(turn);
            }
            Step<R> step = task.advance(turn);
            once = step instanceof Step.Done<R>;
            return once ? Step.ready() : step;
        }
    }

    /** Has these cells instead of the run's. */
    static final class OtherCells<R extends Serializable> extends TreatedTask<R> {

        private static final long serialVersionUID = 1;
        private final List<Cell> cells;

        OtherCells(Task<R> task, List<Cell> cells) {
            super(task);
            this.cells = cells;
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            return task.advance(new ChangedTurn(turn) {
                @Override
                public Cell cell(int index) {
                    return cells.get(index);
                }
            });
        }
    }

    /** A turn of which something is changed. */
    private static class ChangedTurn implements Turn {

        private final Turn turn;

        ChangedTurn(Turn turn) {
            this.turn = turn;
        }

        @Override
        public int ticks() {
            return turn.ticks();
        }

        @Override
        public Message message() {
            return turn.message();
        }

        @Override
        public Arrival arrival() {
            return turn.arrival();
        }

        @Override
        public boolean stopping() {
            return turn.stopping();
        }

        @Override
        public Cell cell(int index) {
            return turn.cell(index);
        }
    }
}
