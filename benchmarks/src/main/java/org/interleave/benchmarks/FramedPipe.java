package org.interleave.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.interleave.core.Message;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameReader;
import org.interleave.processes.wire.FrameWriter;
import org.interleave.processes.wire.MessageBatch;
import org.interleave.processes.wire.Transport;
import org.interleave.processes.wire.WorkerConnection;

/**
 * Frames as parent and worker exchange them, through any transport. Messages are there before they are sent; the receiver
 * reads each where it lies, or makes it anew first; round trips go from reading thread to reading thread.
 */
final class FramedPipe extends FrameContender {

    private static final int MESSAGES = 1;
    private static final int ROUND_TRIPS = 2;
    private static final int PAYLOADS = 3;
    private static final int MADE_MESSAGES = 4;

    /** How many different messages there are, made beforehand. */
    private static final int NUMBERS = 1 << 10;

    /** How often the sender of messages looks whether it is too far ahead. */
    private static final int LOOK = 1 << 10;

    private final PacedOutlet out;
    private final ByteBuffer payload = ByteBuffer.allocate(1 << 20);
    private final Message[] numbers = IntStream.range(0, NUMBERS)
            .mapToObj(number -> Message.copyOf(ByteBuffer.allocate(16).putLong(0, number)))
            .toArray(Message[]::new);
    private final Message small = Message.copyOf(new byte[16]);
    private int trips; // of the reading thread, after the first

    FramedPipe(Transport transport) throws IOException {
        this(new BenchmarkPeer("frames", transport.create()));
    }

    private FramedPipe(BenchmarkPeer peer) {
        this(peer, new PacedOutlet(peer.connection.out()));
    }

    private FramedPipe(BenchmarkPeer peer, PacedOutlet out) {
        super(peer, out);
        this.out = out;
        start();
    }

    @Override
    public void messages(int count) throws InterruptedException {
        messages(MESSAGES, count);
    }

    @Override
    public void madeMessages(int count) throws InterruptedException {
        messages(MADE_MESSAGES, count);
    }

    private void messages(int kind, int count) throws InterruptedException {
        command(kind, count);
        for (int i = 0; i < count; i++) {
            writer().post(0, 0, 0, numbers[i % NUMBERS]);
            if (i % LOOK == LOOK - 1) {
                out.sent(17 * LOOK);
            }
        }
        awaitAnswer();
    }

    @Override
    public void roundTrips(int count) throws InterruptedException {
        trips = count - 1;
        command(ROUND_TRIPS, count);
        writer().post(0, 0, 0, small);
        awaitAnswer();
    }

    @Override
    public void payloads(int count) throws InterruptedException {
        command(PAYLOADS, count);
        for (int i = 0; i < count; i++) {
            writer().send(new Frame.Completed(0, i, 0, 0, 0, payload));
            out.sent(payload.remaining());
        }
        awaitAnswer();
    }

    private void command(int kind, int count) {
        writer().send(new Frame.Credit(kind, 0, 0, count));
    }

    @Override
    boolean take(Frame frame) {
        if (!(frame instanceof Frame.Post)) {
            return false;
        }
        if (trips > 0) {
            trips--;
            writer().post(0, 0, 0, small);
        }
        return true;
    }

    /** The other end. */
    static void serve(WorkerConnection connection) throws IOException {
        FrameWriter writer = new FrameWriter(connection.out());
        Thread.ofPlatform().daemon().start(writer);
        new FrameReader(connection.in()).forEach(new Peer(writer)::received);
    }

    private static final class Peer {

        private final FrameWriter writer;
        private final Message small = Message.copyOf(new byte[16]);
        private Frame.Credit command = new Frame.Credit(0, 0, 0, 0);
        private int count;

        Peer(FrameWriter writer) {
            this.writer = writer;
        }

        void received(Frame frame) {
            switch (frame) {
                case Frame.Credit credit -> {
                    command = credit;
                    count = 0;
                }
                case Frame.Post post -> {
                    if (command.run() == ROUND_TRIPS) {
                        writer.post(0, 0, 0, small);
                        count++;
                    } else if (command.run() == MADE_MESSAGES) {
                        unpack(post.messages().bytes());
                    } else {
                        readEach(post.messages().bytes());
                    }
                    answerAfterLast();
                }
                case Frame.Completed completed -> {
                    if (completed.task() != count) {
                        throw new IllegalStateException("not number " + count);
                    }
                    count++;
                    answerAfterLast();
                }
                default -> throw new IllegalStateException("unexpected " + frame);
            }
        }

        /** In place. They are known to be of 16 bytes. */
        private void readEach(ByteBuffer messages) {
            while (messages.hasRemaining()) {
                if (messages.get() != 16 || messages.getLong() + messages.getLong() != count % NUMBERS) {
                    throw new IllegalStateException("not number " + count);
                }
                count++;
            }
        }

        private void unpack(ByteBuffer messages) {
            while (messages.hasRemaining()) {
                if (MessageBatch.take(messages).asLong() != count % NUMBERS) {
                    throw new IllegalStateException("not number " + count);
                }
                count++;
            }
        }

        private void answerAfterLast() {
            if (count == command.count()) {
                writer.send(command);
            }
        }
    }
}
