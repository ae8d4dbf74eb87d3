package org.interleave.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.interleave.processes.wire.NamedPipes;
import org.interleave.processes.wire.WorkerConnection;

/** The machine's limit: what plain Java gets through the same two pipes, with one thread at each end and no protocol. */
final class RawPipe implements TransportBenchmark.Contender {

    private static final int BATCH = 64 << 10;
    private static final int MESSAGE = 16;
    private static final int PAYLOAD = 1 << 20;

    private static final int MESSAGES = 1;
    private static final int ROUND_TRIPS = 2;
    private static final int PAYLOADS = 3;

    private final BenchmarkPeer peer;
    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH);
    private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE);
    private final ByteBuffer payload = ByteBuffer.allocateDirect(PAYLOAD);

    RawPipe(NamedPipes pipes) throws IOException {
        peer = new BenchmarkPeer("raw", pipes);
        in = pipes.in();
        out = pipes.out();
    }

    @Override
    public void messages(int count) throws IOException {
        command(MESSAGES, count);
        batch.clear();
        for (int i = 0; i < count; i++) {
            if (!batch.hasRemaining()) {
                write(out, batch.flip());
                batch.clear();
            }
            batch.putLong(i).putLong(0);
        }
        write(out, batch.flip());
        awaitAnswer();
    }

    @Override
    public void roundTrips(int count) throws IOException {
        command(ROUND_TRIPS, count);
        for (int i = 0; i < count; i++) {
            write(out, message.clear());
            read(in, message.clear());
        }
        awaitAnswer();
    }

    @Override
    public void payloads(int count) throws IOException {
        command(PAYLOADS, count);
        for (int i = 0; i < count; i++) {
            write(out, payload.clear());
        }
        awaitAnswer();
    }

    @Override
    public long peer() {
        return peer.pid();
    }

    private void command(int kind, int count) throws IOException {
        write(out, message.clear().putLong(kind).putLong(count).flip());
    }

    private void awaitAnswer() throws IOException {
        read(in, message.clear());
    }

    @Override
    public void close() {
        peer.close();
    }

    /** The other end. */
    static void serve(WorkerConnection connection) throws IOException {
        ByteBuffer batch = ByteBuffer.allocateDirect(BATCH);
        ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE);
        ByteBuffer payload = ByteBuffer.allocateDirect(PAYLOAD);
        while (read(connection.in(), message.clear())) {
            int kind = (int) message.getLong(0);
            int count = (int) message.getLong(Long.BYTES);
            switch (kind) {
                case MESSAGES -> readEach(connection.in(), count, batch.clear());
                case ROUND_TRIPS -> {
                    for (int i = 0; i < count; i++) {
                        read(connection.in(), message.clear());
                        write(connection.out(), message.flip());
                    }
                }
                case PAYLOADS -> {
                    for (int i = 0; i < count; i++) {
                        read(connection.in(), payload.clear());
                    }
                }
                default -> throw new IllegalArgumentException("kind " + kind);
            }
            write(connection.out(), message.clear());
        }
    }

    private static void readEach(ReadableByteChannel in, int count, ByteBuffer batch) throws IOException {
        int expected = 0;
        while (expected < count) {
            in.read(batch);
            batch.flip();
            while (batch.remaining() >= MESSAGE) {
                if (batch.getLong() + batch.getLong() != expected) {
                    throw new IllegalStateException("not number " + expected);
                }
                expected++;
            }
            batch.compact();
        }
    }

    private static void write(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Fills the buffer. Says false if the pipe is at its end. */
    private static boolean read(ReadableByteChannel in, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (in.read(bytes) < 0) {
                return false;
            }
        }
        return true;
    }
}
