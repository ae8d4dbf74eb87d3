package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
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
import org.interleave.core.Turn;

/** How {@link Rule#R22} is checked: tasks talk to a peer on the loopback interface, which then ends the connection in some way. */
final class ConnectionRules {

    private static final int LARGEST = 100_000;
    private static final int EXCHANGES = 20;
    private static final String CLOSED = "closed";

    private final Subject subject;

    ConnectionRules(Subject subject) {
        this.subject = subject;
    }

    /** How a peer that has answered ends. */
    enum End {
        CLOSES,
        WITHIN_A_FRAME,
        TOO_LARGE,
        NEGATIVE_LENGTH
    }

    /** R22. Frames of many sizes, and all that came before the end; then that it is closed, again and again. */
    void tasksTalkToPeerUntilItEnds(End end) throws InterruptedException, IOException {
        subject.assume(Feature.CONNECTIONS);
        try (Peer peer = Peer.start(end);
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

    /** Sends frames of all sizes and expects each back; then looks twice how the connection ended. */
    private static final class AskingTask extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final Port port;
        private int exchange;

        AskingTask(InetSocketAddress peer) {
            port = new Port.Tcp(peer, LARGEST);
        }

        private static Message frame(int exchange) {
            return Message.copyOf(new byte[exchange * exchange * LARGEST / (EXCHANGES * EXCHANGES)]);
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

    /** Sends back what it receives, so many times; then ends. */
    private record Peer(ServerSocket server) implements AutoCloseable {

        static Peer start(End end) throws IOException {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().name("contract-peer").start(() -> accept(server, end));
            return new Peer(server);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        }

        private static void accept(ServerSocket server, End end) {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofPlatform().daemon().name("contract-peer").start(() -> answer(socket, end));
                }
            } catch (IOException closed) {
                // that is how it ends
            }
        }

        private static void answer(Socket socket, End end) {
            try (socket) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                for (int exchange = 0; exchange <= EXCHANGES; exchange++) {
                    byte[] frame = in.readNBytes(in.readInt());
                    out.writeInt(frame.length);
                    out.write(frame);
                }
                switch (end) {
                    case CLOSES -> {}
                    case WITHIN_A_FRAME -> out.write(new byte[] {0, 0, 0, 9, 1, 2});
                    case TOO_LARGE -> out.writeInt(LARGEST + 1);
                    case NEGATIVE_LENGTH -> out.writeInt(-1);
                }
                if (end != End.CLOSES && end != End.WITHIN_A_FRAME) {
                    in.readAllBytes(); // the task's side is to close it
                }
            } catch (IOException closed) {
                // by the task, or what runs it
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
