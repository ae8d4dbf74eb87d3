package org.interleave.processes.node;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameCodec;
import org.interleave.processes.wire.PayloadException;
import org.interleave.processes.wire.ProtocolException;

/**
 * Node frames as bytes: a type, then the record's components in order; frames and lists as {@link FrameCodec} writes them.
 */
final class NodeFrameCodec {

    private static final byte FRAMED = 1;
    private static final byte WORKER_READY = 2;
    private static final byte WORKER_ENDED = 3;
    private static final byte WORKERS_READY = 4;
    private static final byte PRINTED = 5;
    private static final byte RETIRE = 6;
    private static final byte KILL = 7;
    private static final byte ADMITTED = 8;
    private static final byte SETUP = 9;

    /** Room for all that is not a text or a frame. */
    private static final int NUMBERS = 32;

    private NodeFrameCodec() {}

    /**
     * The frame as bytes, ready to be read.
     *
     * @throws PayloadException if it holds a frame that is too large
     */
    static ByteBuffer encode(NodeFrame frame) {
        return switch (frame) {
            case NodeFrame.Admitted admitted ->
                ByteBuffer.allocate(1).put(ADMITTED).flip();
            case NodeFrame.Setup setup ->
                ByteBuffer.allocate(NUMBERS)
                        .put(SETUP)
                        .putInt(setup.objectDepth())
                        .putLong(setup.patience().toNanos())
                        .flip();
            case NodeFrame.Framed framed -> {
                ByteBuffer out = ByteBuffer.allocate(NUMBERS + FrameCodec.room(framed.frame()));
                out.put(FRAMED).putInt(framed.worker());
                FrameCodec.encode(framed.frame(), out);
                yield out.flip();
            }
            case NodeFrame.WorkerReady ready -> {
                ByteBuffer out = ByteBuffer.allocate(NUMBERS
                        + room(ready.name())
                        + ready.flags().stream().mapToInt(NodeFrameCodec::room).sum());
                text(out.put(WORKER_READY).putInt(ready.worker()), ready.name())
                        .putLong(ready.startTime().toNanos());
                FrameCodec.texts(ready.flags(), out);
                yield out.flip();
            }
            case NodeFrame.WorkerEnded ended -> {
                ByteBuffer out = withText(ended.how()).put(WORKER_ENDED).putInt(ended.worker());
                yield text(out, ended.how()).flip();
            }
            case NodeFrame.Retire retire ->
                ByteBuffer.allocate(NUMBERS).put(RETIRE).putInt(retire.worker()).flip();
            case NodeFrame.Kill kill ->
                ByteBuffer.allocate(NUMBERS).put(KILL).putInt(kill.worker()).flip();
            case NodeFrame.WorkersReady workersReady ->
                ByteBuffer.allocate(1).put(WORKERS_READY).flip();
            case NodeFrame.Printed printed -> {
                ByteBuffer out = withText(printed.worker() + printed.line()).put(PRINTED);
                yield text(text(out, printed.worker()), printed.line()).flip();
            }
        };
    }

    private static ByteBuffer withText(String text) {
        return ByteBuffer.allocate(NUMBERS + room(text));
    }

    /** UTF-8 takes three bytes for a character at most. */
    private static int room(String text) {
        return Integer.BYTES + 3 * text.length();
    }

    private static ByteBuffer text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.putInt(bytes.length).put(bytes);
    }

    /**
     * Reads a frame.
     *
     * @throws IllegalStateException if it is none
     */
    static NodeFrame decode(ByteBuffer in) {
        try {
            byte type = in.get();
            return switch (type) {
                case ADMITTED -> new NodeFrame.Admitted();
                case SETUP -> new NodeFrame.Setup(in.getInt(), Duration.ofNanos(in.getLong()));
                case FRAMED -> new NodeFrame.Framed(in.getInt(), frame(in));
                case WORKER_READY ->
                    new NodeFrame.WorkerReady(
                            in.getInt(), FrameCodec.text(in), Duration.ofNanos(in.getLong()), FrameCodec.texts(in));
                case WORKER_ENDED -> new NodeFrame.WorkerEnded(in.getInt(), FrameCodec.text(in));
                case RETIRE -> new NodeFrame.Retire(in.getInt());
                case KILL -> new NodeFrame.Kill(in.getInt());
                case WORKERS_READY -> new NodeFrame.WorkersReady();
                case PRINTED -> new NodeFrame.Printed(FrameCodec.text(in), FrameCodec.text(in));
                default -> throw new IllegalStateException("there is no node frame of type " + type);
            };
        } catch (ProtocolException | BufferUnderflowException e) {
            throw new IllegalStateException("it is no node frame: " + e, e);
        }
    }

    private static Frame.OfRun frame(ByteBuffer in) throws ProtocolException {
        int length = in.getInt();
        if (length != in.remaining()) {
            throw new ProtocolException("a frame of " + length + " bytes comes in " + in.remaining());
        }
        if (FrameCodec.decode(in) instanceof Frame.OfRun frame) {
            return frame;
        }
        throw new ProtocolException("a frame belongs to no run");
    }
}
