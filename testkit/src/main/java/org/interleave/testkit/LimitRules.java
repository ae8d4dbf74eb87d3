package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.interleave.core.Arrival;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** How {@link Rule#R20} is checked: receives within a limit, and what they bring. */
final class LimitRules {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);
    static final String AS_EXPECTED = "as expected";

    private final Subject subject;

    LimitRules(Subject subject) {
        this.subject = subject;
    }

    /** R20. Nobody sends. */
    void aLimitEndsAReceive() throws InterruptedException {
        subject.assume(Feature.INBOXES);
        run(List.of(new Unanswered(new Port.Inbox(0))));
    }

    /** R20. Nobody answers. */
    void aLimitEndsAReceiveOfDatagrams() throws InterruptedException, IOException {
        subject.assume(Feature.DATAGRAMS);
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            run(List.of(new Unanswered(
                    new Port.Udp(new InetSocketAddress(silent.getLocalAddress(), silent.getLocalPort())))));
        }
    }

    /** R20. A message that comes in time is received, and one that comes too late is there for the next receive. */
    void messagesWithinALimitAreReceived() throws InterruptedException {
        subject.assume(Feature.INBOXES);
        subject.assume(Feature.CONCURRENCY);
        run(List.of(new Receiver(new Port.Inbox(1)), new Sender(new Port.Inbox(0), new Port.Inbox(1))));
    }

    private void run(List<? extends Task<String>> tasks) throws InterruptedException {
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(tasks));
            assertThat(run.outcome(subject.patience()).results()).containsOnly(AS_EXPECTED);
        }
    }

    /** Waits for what does not come: not at all, then for a while. */
    static final class Unanswered extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final Port port;
        private long begun;

        Unanswered(Port port) {
            this.port = port;
        }

        @Override
        protected Step<String> begin(Turn turn) {
            return then(this::look, Step.receive(port, Duration.ZERO));
        }

        private Step<String> look(Turn turn) {
            expect(Arrival.timedOut(), turn);
            begun = System.nanoTime();
            return then(this::end, Step.receive(port, SHORT));
        }

        private Step<String> end(Turn turn) {
            expect(Arrival.timedOut(), turn);
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            return Step.done(waited.compareTo(SHORT) < 0 ? "waited only for " + waited : AS_EXPECTED);
        }
    }

    /** Tells the sender when its wait is over, and that the first message has come. */
    private static final class Receiver extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final Port own = new Port.Inbox(0);
        private final Port sender;

        Receiver(Port sender) {
            this.sender = sender;
        }

        @Override
        protected Step<String> begin(Turn turn) {
            return then(this::late, Step.receive(own, SHORT));
        }

        private Step<String> late(Turn turn) {
            expect(Arrival.timedOut(), turn);
            return then(this::await, Step.send(sender, Message.EMPTY));
        }

        private Step<String> await(Turn turn) {
            return then(this::end, Step.receive(own, LONG));
        }

        private Step<String> end(Turn turn) {
            expect(new Arrival.Received(Message.of(1)), turn);
            return Step.done(AS_EXPECTED);
        }
    }

    /** Sends when it is told to. */
    private static final class Sender extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final Port receiver;
        private final Port own;

        Sender(Port receiver, Port own) {
            this.receiver = receiver;
            this.own = own;
        }

        @Override
        protected Step<String> begin(Turn turn) {
            return then(this::send, Step.receive(own));
        }

        private Step<String> send(Turn turn) {
            return then(this::end, Step.send(receiver, Message.of(1)));
        }

        private Step<String> end(Turn turn) {
            return Step.done(AS_EXPECTED);
        }
    }

    private static void expect(Arrival expected, Turn turn) {
        if (!turn.arrival().equals(expected)) {
            throw new IllegalStateException("received " + turn.arrival() + " instead of " + expected);
        }
    }
}
