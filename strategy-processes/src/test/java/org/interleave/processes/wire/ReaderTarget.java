package org.interleave.processes.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import org.interleave.core.Message;
import org.interleave.core.TaskFailure;

/** The reading and decoding of frames, without anybody who does what they say. */
public final class ReaderTarget implements FuzzTarget {

    private static final ByteBuffer PAYLOAD = ByteBuffer.wrap(new byte[] {1, 2, 3});

    /** One of each kind. */
    public static final List<Frame> FRAMES = List.of(
            new Frame.Hello(1, -2, 3),
            new Frame.AllowClasses(List.of("a", "b")),
            new Frame.RequestTasks(1, 2),
            new Frame.Begun(1, 2),
            new Frame.Reclaim(1, 2),
            new Frame.Reclaimed(1, List.of()),
            new Frame.Reclaimed(1, List.of(2, 3, 4)),
            new Frame.RunTask(1, 2, 3, true, new TaskClassPath(true, List.of("file:/a", "file:/ä")), PAYLOAD),
            new Frame.Stop(1, 2, true),
            new Frame.Post(1, 2, 3, MessageBatch.of(Message.of(4))),
            new Frame.Post(1, 2, 4, MessageBatch.of(Message.EMPTY, Message.of(5))),
            new Frame.Credit(1, 2, 3, 4),
            new Frame.InboxClosed(1, 2),
            new Frame.Completed(1, 2, 3, 4, 5, PAYLOAD),
            new Frame.Failed(1, 2, new TaskFailure("type", "mëssage", "cause", "trace")),
            new Frame.Cancelled(1, 2));

    private static final List<byte[]> SAMPLES =
            FRAMES.stream().map(ReaderTarget::encoded).toList();

    /** A frame as it is in a pipe. */
    public static byte[] encoded(Frame frame) {
        ByteBuffer bytes = ByteBuffer.allocate(FrameCodec.room(frame));
        FrameCodec.encode(frame, bytes);
        byte[] encoded = new byte[bytes.flip().remaining()];
        bytes.get(encoded);
        return encoded;
    }

    @Override
    public String name() {
        return "frame reader";
    }

    @Override
    public List<byte[]> samples() {
        return SAMPLES;
    }

    @Override
    public Verdict take(byte[] input) throws IOException {
        try {
            new FrameReader(Channels.newChannel(new ByteArrayInputStream(input))).forEach(ReaderTarget::unpack);
            return Verdict.TAKEN;
        } catch (ProtocolException refused) {
            return Verdict.REFUSED;
        }
    }

    /** What was checked has to be there. */
    private static void unpack(Frame frame) {
        if (frame instanceof Frame.Post post) {
            ByteBuffer messages = post.messages().bytes().duplicate();
            while (messages.hasRemaining()) {
                MessageBatch.take(messages);
            }
        }
    }

    @Override
    public long logged() {
        return 0;
    }

    @Override
    public void close() {}
}
