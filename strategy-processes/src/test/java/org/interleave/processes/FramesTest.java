package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.interleave.core.Message;
import org.interleave.core.TaskFailure;
import org.junit.jupiter.api.Test;

class FramesTest {

    private static final ByteBuffer PAYLOAD = ByteBuffer.wrap(new byte[] {1, 2, 3});

    private static final List<Frame> ALL = List.of(
            new Frame.Hello(1, -2, 3),
            new Frame.Want(1, 2),
            new Frame.Begun(1, 2),
            new Frame.Recall(1, 2),
            new Frame.Returned(1, List.of()),
            new Frame.Returned(1, List.of(2, 3, 4)),
            new Frame.RunTask(1, 2, 3, true, List.of("file:/a", "file:/ä"), PAYLOAD),
            new Frame.Stop(1, 2, true),
            new Frame.Post(1, 2, 3, Message.of(4)),
            new Frame.Post(1, 2, 3, Message.EMPTY),
            new Frame.Credit(1, 2, 3, 4),
            new Frame.InboxClosed(1, 2),
            new Frame.Completed(1, 2, 3, 4, 5, PAYLOAD),
            new Frame.Failed(1, 2, new TaskFailure("type", "mëssage", "trace")),
            new Frame.Cancelled(1, 2));

    @Test
    void goThroughAPipe() throws Exception {
        Pipe pipe = Pipe.open();
        FrameWriter writer = new FrameWriter(pipe.sink());
        Thread writing = Thread.ofPlatform().start(writer);
        List<Frame> sent = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            sent.addAll(ALL);
            byte[] bytes = new byte[random.nextInt(i % 500 == 0 ? 1_000_000 : 100)];
            random.nextBytes(bytes);
            sent.add(new Frame.Post(1, 2, 3, Message.copyOf(bytes)));
        }
        List<Frame> received = new ArrayList<>();
        Thread sending = Thread.ofPlatform().start(() -> sent.forEach(writer::send));
        new FrameReader(pipe.source()).forEach(frame -> {
            received.add(frame);
            if (received.size() == sent.size()) {
                writer.close();
            }
        });
        sending.join();
        writing.join();
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void whatIsFlushedIsInThePipe() throws Exception {
        Pipe pipe = Pipe.open();
        FrameWriter writer = new FrameWriter(pipe.sink()); // no thread writes but those that flush
        List<Frame> received = new ArrayList<>();
        Thread reading = Thread.ofPlatform().start(() -> {
            try {
                new FrameReader(pipe.source()).forEach(received::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<Thread> flushing = IntStream.range(0, 4)
                .mapToObj(thread -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 1000; i++) {
                        writer.add(new Frame.Begun(thread, i));
                        writer.flush();
                    }
                }))
                .toList();
        for (Thread thread : flushing) {
            thread.join();
        }
        writer.close();
        reading.join();
        for (int thread = 0; thread < 4; thread++) {
            int run = thread;
            assertThat(received)
                    .filteredOn(frame -> ((Frame.Begun) frame).run() == run)
                    .extracting(frame -> ((Frame.Begun) frame).task())
                    .isEqualTo(IntStream.range(0, 1000).boxed().toList());
        }
    }

    @Test
    void aFailureIsCutToFit() throws ProtocolException {
        Frame frame = new Frame.Failed(1, 2, new TaskFailure("type", "m".repeat(1_000_000), "t".repeat(1_000_000)));
        ByteBuffer bytes = ByteBuffer.allocate(FrameCodec.room(frame));
        FrameCodec.encode(frame, bytes);
        Frame.Failed decoded = (Frame.Failed) FrameCodec.decode(bytes.flip().position(FrameCodec.PREFIX));
        assertThat(decoded.failure().type()).isEqualTo("type");
        assertThat(decoded.failure().message()).matches("m{200000,300000}");
        assertThat(decoded.failure().trace()).matches("t{200000,300000}");
    }

    @Test
    void aShortFailureTakesLittleRoom() {
        assertThat(FrameCodec.room(new Frame.Failed(1, 2, new TaskFailure("type", "m", "t"))))
                .isLessThan(128);
    }

    @Test
    void aFrameThatIsTooLargeIsRefused() {
        Frame frame = new Frame.Completed(1, 2, 3, 4, 5, ByteBuffer.allocate(FrameCodec.MAX_FRAME));
        assertThatThrownBy(() -> FrameCodec.room(frame))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("larger than");
    }

    @Test
    void whatIsNoFrameIsRefused() {
        assertBroken("between 1 and the", -1);
        assertBroken("between 1 and the", 0);
        assertBroken("between 1 and the", Integer.MAX_VALUE);
        assertBroken("no frame of type 0", 4, 0);
        assertBroken("closed in the middle", 100);
        assertBroken("ends before its content", 4, 0x02000000); // type 2 lacks the last byte of its number
        assertBroken("ends before its content", 20, 0x09000000, 1, 1, 0x7f000000, 0);
    }

    private static void assertBroken(String complaint, int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        FrameReader reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes.array())));
        assertThatThrownBy(() -> reader.forEach(frame -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(complaint);
    }
}
