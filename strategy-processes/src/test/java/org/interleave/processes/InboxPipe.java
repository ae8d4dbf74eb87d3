package org.interleave.processes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.SynchronousQueue;
import org.interleave.core.Message;

/**
 * Messages as a task sends and another takes them, with credit: one {@link PipedInbox} in each process. What is
 * different from two workers is that no parent is between them.
 */
final class InboxPipe implements TransportBenchmark.Contender {

    private static final int RUN = 1;
    private static final int OWNER = 2;

    private final BenchmarkPeer peer;
    private final FrameWriter writer;
    private final PipedInbox inbox;
    private final SynchronousQueue<Frame> answers = new SynchronousQueue<>();
    private final Thread reading = Thread.ofPlatform().daemon().unstarted(this::read);

    InboxPipe(Transport transport) throws IOException {
        peer = new BenchmarkPeer("inboxes", transport.create());
        writer = new FrameWriter(peer.link.out());
        inbox = new PipedInbox(RUN, OWNER, 0, writer);
        Thread.ofPlatform().daemon().start(writer);
        reading.start();
    }

    @Override
    public void messages(int count) throws InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        for (int i = 0; i < count; i++) {
            Message message = Message.copyOf(bytes.clear().putLong(0, i).putLong(8, count));
            if (!inbox.offer(message)) {
                inbox.put(message);
            }
        }
        answers.take();
    }

    private void read() {
        try {
            new FrameReader(peer.link.in()).forEach(this::received);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void received(Frame frame) {
        if (frame instanceof Frame.Credit credit) {
            inbox.credit(credit.count());
        } else {
            try {
                answers.put(frame);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        writer.close();
        peer.link.settle();
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        peer.close();
    }

    /** The other end. */
    static void serve(Link link) throws IOException {
        FrameWriter writer = new FrameWriter(link.out());
        Thread.ofPlatform().daemon().start(writer);
        PipedInbox inbox = new PipedInbox(RUN, OWNER, 1, writer);
        Thread.ofPlatform().daemon().start(() -> takeAll(inbox, writer));
        new FrameReader(link.in()).forEach(frame -> inbox.arrived((Frame.Post) frame));
    }

    private static void takeAll(PipedInbox inbox, FrameWriter writer) {
        try {
            for (int expected = 0; ; expected++) {
                ByteBuffer bytes = inbox.take().buffer();
                if (bytes.getLong() != expected) {
                    throw new IllegalStateException("not number " + expected);
                }
                if (expected == bytes.getLong() - 1) {
                    expected = -1;
                    writer.send(new Frame.Want(RUN, 0));
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
