package org.interleave.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.interleave.core.Message;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameReader;
import org.interleave.processes.wire.FrameWriter;
import org.interleave.processes.wire.PipedInbox;
import org.interleave.processes.wire.Transport;
import org.interleave.processes.wire.WorkerConnection;

/**
 * Messages as a task sends and another takes them, with credit: one {@link PipedInbox} in each process. What is
 * different from two workers is that no parent is between them.
 */
final class InboxPipe extends FrameContender {

    private static final int RUN = 1;
    private static final int OWNER = 2;

    private final PipedInbox inbox = new PipedInbox(RUN, OWNER, 0, writer());

    InboxPipe(Transport transport) throws IOException {
        this(new BenchmarkPeer("inboxes", transport.create()));
    }

    private InboxPipe(BenchmarkPeer peer) {
        super(peer, peer.connection.out());
        start();
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
        awaitAnswer();
    }

    @Override
    boolean take(Frame frame) {
        if (frame instanceof Frame.Credit credit) {
            inbox.credit(credit.count());
            return true;
        }
        return false;
    }

    /** The other end. */
    static void serve(WorkerConnection connection) throws IOException {
        FrameWriter writer = new FrameWriter(connection.out());
        Thread.ofPlatform().daemon().start(writer);
        PipedInbox inbox = new PipedInbox(RUN, OWNER, 1, writer);
        Thread.ofPlatform().daemon().start(() -> takeAll(inbox, writer));
        new FrameReader(connection.in()).forEach(frame -> inbox.arrived((Frame.Post) frame));
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
                    writer.send(new Frame.RequestTasks(RUN, 0));
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
