package org.interleave.benchmarks;

import java.io.IOException;
import java.util.concurrent.SynchronousQueue;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameReader;
import org.interleave.processes.wire.FrameWriter;
import org.interleave.processes.wire.Outlet;

/** One that exchanges frames with its peer: a {@link FrameWriter} and a {@link FrameReader}, each on its thread. */
abstract class FrameContender implements TransportBenchmark.Contender {

    private final BenchmarkPeer peer;
    private final FrameWriter writer;
    private final SynchronousQueue<Frame> answers = new SynchronousQueue<>();
    private final Thread reading = Thread.ofPlatform().daemon().unstarted(this::read);

    /**
     * Nothing is read yet.
     *
     * @param out the way out to the peer
     */
    FrameContender(BenchmarkPeer peer, Outlet out) {
        this.peer = peer;
        writer = new FrameWriter(out);
    }

    /** Begins to write and to read. */
    final void start() {
        Thread.ofPlatform().daemon().start(writer);
        reading.start();
    }

    final FrameWriter writer() {
        return writer;
    }

    @Override
    public final long peer() {
        return peer.pid();
    }

    /** Takes a frame, on the reading thread, unless it is an answer. Says whether it did. */
    abstract boolean take(Frame frame);

    final void awaitAnswer() throws InterruptedException {
        answers.take();
    }

    private void read() {
        try {
            new FrameReader(peer.connection.in()).forEach(this::received);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void received(Frame frame) {
        if (!take(frame)) {
            try {
                answers.put(frame);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public final void close() {
        writer.close();
        peer.connection.settle();
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        peer.close();
    }
}
