package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** How {@link Rule#R22} is checked, and {@link Rule#R5}, {@link Rule#R20} and {@link Rule#R23} of connections: tasks talk to a {@link FramePeer}, or wait for it. */
final class ConnectionRules {

    private static final int EXCHANGES = 20;
    private static final String CLOSED = "closed";
    private static final String BEGUN = "talk-begun";

    /** Far more than the buffers of two sockets hold, in frames of 64 KiB. */
    private static final int MANY_FRAMES = 1_000;

    /** After so long a sender that has not got on waits, or is so slow that the rule is kept anyway. */
    private static final Duration NO_PROGRESS = Duration.ofMillis(300);

    private final Subject subject;

    ConnectionRules(Subject subject) {
        this.subject = subject;
    }

    /** R22. Frames of many sizes, and all that came before the end; then that it is closed, again and again. */
    void tasksTalkToPeerUntilItEnds(FramePeer.End end) throws InterruptedException, IOException {
        subject.assume(Feature.CONNECTIONS);
        try (FramePeer peer = FramePeer.echoing(EXCHANGES + 1, end);
                Execution execution = subject.open()) {
            List<AskingTask> tasks = List.of(new AskingTask(peer.address()), new AskingTask(peer.address()));
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(tasks));
            assertThat(run.outcome(subject.patience()).results()).containsOnly(CLOSED);
        }
    }

    /** R22. */
    void whoCannotConnectFails() throws InterruptedException, IOException {
        subject.assume(Feature.CONNECTIONS);
        InetSocketAddress nobody;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new InetSocketAddress(unused.getInetAddress(), unused.getLocalPort());
        }
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(List.of(new AskingTask(nobody))));
            Outcome<String> outcome = run.outcome(subject.patience());
            assertThat(outcome.completions()).singleElement().isInstanceOf(Completion.Failed.class);
        }
    }

    /** R22. Its wait ends with the connection. */
    void whoSendsToAPeerThatDoesNotReadWaits() throws InterruptedException, IOException {
        subject.assume(Feature.CONNECTIONS);
        try (FramePeer peer = FramePeer.silent();
                Execution execution = subject.open()) {
            BackgroundRun<String> run = beginToSend(execution, peer);
            assertThat(run.ended())
                    .as(
                            "a task ended that sent %d frames to a peer that reads none",
                            subject.markers().beats())
                    .isFalse();
            peer.close();
            assertThat(run.outcome(subject.patience()).completions())
                    .singleElement()
                    .isInstanceOf(Completion.Failed.class);
        }
    }

    /** R5. */
    void cancellingEndsWhoSendsToAPeerThatDoesNotRead() throws InterruptedException, IOException {
        subject.assume(Feature.CONNECTIONS);
        try (FramePeer peer = FramePeer.silent();
                Execution execution = subject.open()) {
            BackgroundRun<String> run = beginToSend(execution, peer);
            assumeFalse(run.ended(), "the sender did not wait, which is against R22");
            execution.cancel();
            assertThat(run.outcome(subject.patience()).completions())
                    .singleElement()
                    .isInstanceOf(Completion.Cancelled.class);
        }
    }

    /** Begins a run, and returns when its sender does not get on. */
    private BackgroundRun<String> beginToSend(Execution execution, FramePeer peer) {
        BackgroundRun<String> run =
                BackgroundRun.start(execution, Job.of(List.of(new SendingTask(peer.address(), subject.markers()))));
        awaitNoProgress(run);
        return run;
    }

    private void awaitNoProgress(BackgroundRun<String> run) {
        AtomicLong beats = new AtomicLong();
        AtomicLong since = new AtomicLong(System.nanoTime());
        subject.await("a sender waits, or ends", () -> {
            long now = subject.markers().beats();
            if (beats.getAndSet(now) != now || now == 0) {
                since.set(System.nanoTime());
            }
            return run.ended() || System.nanoTime() - since.get() > NO_PROGRESS.toNanos();
        });
    }

    /** R20. */
    void aLimitEndsAReceive() throws InterruptedException, IOException {
        subject.assume(Feature.CONNECTIONS);
        try (FramePeer peer = FramePeer.silent();
                Execution execution = subject.open()) {
            Task<String> task = new LimitRules.Unanswered(new Port.Tcp(peer.address(), FramePeer.LARGEST));
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(List.of(task)));
            assertThat(run.outcome(subject.patience()).results()).containsExactly(LimitRules.AS_EXPECTED);
        }
    }

    /** R23. */
    void stoppingLetsTasksOfASilentPeerFinish() throws InterruptedException, IOException {
        subject.assume(Feature.CONNECTIONS);
        try (FramePeer peer = FramePeer.silent();
                Execution execution = subject.open()) {
            BackgroundRun<String> run =
                    BackgroundRun.start(execution, Job.of(List.of(new WaitingTask(peer.address(), subject.markers()))));
            subject.awaitMark(BEGUN);
            execution.stop();
            assertThat(run.outcome(subject.patience()).results()).containsExactly(StoppableTask.KEPT);
        }
    }

    /** Waits for a frame, and does not mind that its wait is cut short. */
    private static final class WaitingTask extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final Port port;
        private final MarkerFiles markers;

        WaitingTask(InetSocketAddress peer, MarkerFiles markers) {
            port = new Port.Tcp(peer, FramePeer.LARGEST);
            this.markers = markers;
        }

        @Override
        protected Step<String> begin(Turn turn) throws IOException {
            markers.mark(BEGUN);
            return then(this::end, Step.receive(port));
        }

        private Step<String> end(Turn turn) {
            return Step.done(
                    turn.arrival().equals(Arrival.cutShort()) ? StoppableTask.KEPT : "received " + turn.arrival());
        }
    }

    /** Sends frame after frame, with a beat before each. */
    private static final class SendingTask implements Task<String> {

        private static final long serialVersionUID = 1;
        private static final int FRAME = 64 * 1024;

        private final Port port;
        private final MarkerFiles markers;
        private int sent;

        SendingTask(InetSocketAddress peer, MarkerFiles markers) {
            port = new Port.Tcp(peer, FramePeer.LARGEST);
            this.markers = markers;
        }

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            if (sent == MANY_FRAMES) {
                return Step.done("sent them all");
            }
            markers.beat();
            sent++;
            return Step.send(port, Message.copyOf(new byte[FRAME]));
        }
    }

    /** Sends frames of all sizes and expects each back; then looks twice how the connection ended. */
    private static final class AskingTask extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final Port port;
        private int exchange;

        AskingTask(InetSocketAddress peer) {
            port = new Port.Tcp(peer, FramePeer.LARGEST);
        }

        private static Message frame(int exchange) {
            return Message.copyOf(new byte[exchange * exchange * FramePeer.LARGEST / (EXCHANGES * EXCHANGES)]);
        }

        @Override
        protected Step<String> begin(Turn turn) {
            return then(this::receive, Step.send(port, frame(exchange)));
        }

        private Step<String> receive(Turn turn) {
            return then(this::take, Step.receive(port, Duration.ofHours(1)));
        }

        private Step<String> take(Turn turn) {
            if (!turn.message().equals(frame(exchange))) {
                throw new IllegalStateException("sent " + frame(exchange) + ", and received " + turn.message());
            }
            exchange++;
            return exchange <= EXCHANGES ? begin(turn) : then(this::look, Step.receive(port));
        }

        private Step<String> look(Turn turn) {
            return turn.arrival() instanceof Arrival.Closed
                    ? then(this::lookAgain, Step.receive(port))
                    : Step.done("received " + turn.arrival());
        }

        private Step<String> lookAgain(Turn turn) {
            return Step.done(turn.arrival() instanceof Arrival.Closed ? CLOSED : "then received " + turn.arrival());
        }
    }
}
