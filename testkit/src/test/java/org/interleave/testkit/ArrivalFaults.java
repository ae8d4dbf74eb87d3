package org.interleave.testkit;

import java.io.Serializable;
import java.time.Duration;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** Faults in limits of receives and in timers. */
final class ArrivalFaults {

    private ArrivalFaults() {}

    /** Whether it is a receive of messages from others, within a limit. */
    private static boolean limited(Step<?> step) {
        return step instanceof Step.Receive<?> receive
                && receive.limit().isPresent()
                && !(receive.port() instanceof Port.Timer);
    }

    static final class IgnoresLimits<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        IgnoresLimits(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = super.advance(turn);
            return limited(step) && step instanceof Step.Receive<R> receive ? Step.receive(receive.port()) : step;
        }
    }

    static final class HalvesLimits<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        HalvesLimits(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = super.advance(turn);
            return limited(step) && step instanceof Step.Receive<R> receive
                    ? new Step.Receive<>(receive.port(), receive.limit().map(limit -> limit.dividedBy(2)))
                    : step;
        }
    }

    /** Drops the message that comes after a limit was over. */
    static final class LosesLateMessages<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        private transient Step<R> asked = Step.ready();
        private boolean late;

        LosesLateMessages(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            if (limited(asked)) {
                if (late && turn.arrival() instanceof Arrival.Received) {
                    late = false;
                    return asked;
                }
                late = turn.arrival() instanceof Arrival.TimedOut;
            }
            asked = super.advance(turn);
            return asked;
        }
    }

    /** Changes the timers that a task receives from. */
    abstract static class ChangesTimers<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        ChangesTimers(Task<R> sound) {
            super(sound);
        }

        abstract Port.Timer changed(Port.Timer timer);

        @Override
        public final Step<R> advance(Turn turn) throws Exception {
            Step<R> step = super.advance(turn);
            return step instanceof Step.Receive<R> receive && receive.port() instanceof Port.Timer timer
                    ? new Step.Receive<>(changed(timer), receive.limit())
                    : step;
        }
    }

    static final class FastTimers<R extends Serializable> extends ChangesTimers<R> {

        private static final long serialVersionUID = 1;

        FastTimers(Task<R> sound) {
            super(sound);
        }

        @Override
        Port.Timer changed(Port.Timer timer) {
            return new Port.Timer(timer.after().dividedBy(2), timer.every().dividedBy(2));
        }
    }

    static final class TimersGoOn<R extends Serializable> extends ChangesTimers<R> {

        private static final long serialVersionUID = 1;

        TimersGoOn(Task<R> sound) {
            super(sound);
        }

        @Override
        Port.Timer changed(Port.Timer timer) {
            return timer.every().isZero() ? new Port.Timer(timer.after(), Duration.ofMillis(1)) : timer;
        }
    }

    static final class ForgetsMissed<R extends Serializable> extends MessageFaults.TampersWithTurn<R> {

        private static final long serialVersionUID = 1;

        ForgetsMissed(Task<R> sound) {
            super(sound);
        }

        @Override
        boolean affects(Step<R> step) {
            return step instanceof Step.Receive<R> receive && receive.port() instanceof Port.Timer;
        }

        @Override
        Message tampered(Message brought) {
            return Message.of(1);
        }
    }
}
