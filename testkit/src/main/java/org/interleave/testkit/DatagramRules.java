package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;

/** How {@link Rule#R13} is checked: tasks talk to a peer on the loopback interface that answers each number with the next. */
final class DatagramRules {

    private static final int EXCHANGES = 50;

    private final Subject subject;

    DatagramRules(Subject subject) {
        this.subject = subject;
    }

    /** R13. Two tasks with a socket each. */
    void tasksTalkToPeer() throws InterruptedException, IOException {
        subject.assume(Feature.DATAGRAMS);
        try (Peer peer = Peer.start();
                Execution execution = subject.open()) {
            List<AskingTask> tasks =
                    List.of(new AskingTask(peer.address(), 1_000), new AskingTask(peer.address(), 2_000));
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(tasks));
            assertThat(run.outcome(subject.patience()).results())
                    .containsExactly(Integer.toString(1_000 + EXCHANGES), Integer.toString(2_000 + EXCHANGES));
        }
    }

    /** Sends a number, receives the next, and so on. */
    private static final class AskingTask extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final Port port;
        private long number;
        private int exchangesLeft = EXCHANGES;

        AskingTask(InetSocketAddress peer, long first) {
            port = new Port.Udp(peer);
            number = first;
        }

        @Override
        protected Step<String> begin(Turn turn) {
            return then(this::receive, Step.send(port, Message.of(number)));
        }

        private Step<String> receive(Turn turn) {
            return then(this::take, Step.receive(port));
        }

        private Step<String> take(Turn turn) {
            number = answer(turn.message());
            exchangesLeft--;
            return exchangesLeft == 0 ? Step.done(Long.toString(number)) : begin(turn);
        }

        private long answer(Message message) {
            if (message.size() != Long.BYTES || message.asLong() != number + 1) {
                throw new IllegalStateException("sent " + number + ", and received " + message);
            }
            return message.asLong();
        }
    }

    /** Answers until it is closed. */
    private record Peer(DatagramSocket socket) implements AutoCloseable {

        static Peer start() throws IOException {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread.ofPlatform().daemon().name("contract-peer").start(() -> answer(socket));
            return new Peer(socket);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
        }

        private static void answer(DatagramSocket socket) {
            DatagramPacket packet = new DatagramPacket(new byte[Long.BYTES], Long.BYTES);
            try {
                while (true) {
                    socket.receive(packet);
                    ByteBuffer number = ByteBuffer.wrap(packet.getData());
                    number.putLong(0, number.getLong(0) + 1);
                    socket.send(packet);
                }
            } catch (IOException closed) {
                // that is how it ends
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
