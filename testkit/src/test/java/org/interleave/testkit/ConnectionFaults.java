package org.interleave.testkit;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** Faults in TCP connections. */
final class ConnectionFaults {

    private ConnectionFaults() {}

    private static boolean receivesFrame(Step<?> step) {
        return step instanceof Step.Receive<?> receive && receive.port() instanceof Port.Tcp;
    }

    static final class CutsFrames<R extends Serializable> extends MessageFaults.TampersWithTurn<R> {

        private static final long serialVersionUID = 1;

        CutsFrames(Task<R> sound) {
            super(sound);
        }

        @Override
        boolean affects(Step<R> step) {
            return receivesFrame(step);
        }

        @Override
        Message tampered(Message brought) {
            return brought.size() == 0 ? brought : Message.copyOf(Arrays.copyOf(brought.bytes(), brought.size() - 1));
        }
    }

    static final class AnySize<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        AnySize(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = super.advance(turn);
            if (step instanceof Step.Receive<R> receive && receive.port() instanceof Port.Tcp tcp) {
                return new Step.Receive<>(any(tcp), receive.limit());
            }
            return step instanceof Step.Send<R> send && send.port() instanceof Port.Tcp tcp
                    ? Step.send(any(tcp), send.message())
                    : step;
        }

        private static Port any(Port.Tcp tcp) {
            return new Port.Tcp(tcp.peer(), Port.Tcp.MOST_BYTES);
        }
    }

    /** After that it waits, as if something could still come. */
    static final class ClosedOnce<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        private boolean receives;
        private boolean closed;

        ClosedOnce(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            closed |= receives && turn.arrival() instanceof Arrival.Closed;
            Step<R> step = super.advance(turn);
            receives = receivesFrame(step);
            return receives && closed ? Step.sleep(Duration.ofHours(1)) : step;
        }
    }

    /** Takes frames that the peer does not read for sent. They are not sent at all here, but nobody looks. */
    static final class BuffersWithoutBound<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        private int unanswered;

        BuffersWithoutBound(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = super.advance(turn);
            boolean sends = step instanceof Step.Send<R> send && send.port() instanceof Port.Tcp;
            unanswered = sends ? unanswered + 1 : 0;
            return unanswered > 1 ? Step.ready() : step;
        }
    }

    static final class UnconnectedCancelled extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            Outcome<R> outcome = super.run(job);
            List<Completion<R>> completions = outcome.completions().stream()
                    .<Completion<R>>map(completion -> completion instanceof Completion.Failed<R> failed
                                    && failed.failure().cause().contains("ConnectException")
                            ? new Completion.Cancelled<>(failed.task(), failed.worker())
                            : completion)
                    .toList();
            return new Outcome<>(completions, outcome.cells(), outcome.exactCells(), outcome.metrics());
        }
    }
}
