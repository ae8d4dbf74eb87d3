package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.interleave.core.Message;
import org.interleave.core.TaskFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    private static final List<Frame> ALL = ReaderTarget.FRAMES;

    @Test
    void goThroughAPipe() throws Exception {
        Pipe pipe = Pipe.open();
        FrameWriter writer = new FrameWriter(new ChannelOutlet(pipe.sink()));
        Thread writing = Thread.ofPlatform().start(writer);
        List<Frame> sent = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            sent.addAll(ALL);
            byte[] bytes = new byte[random.nextInt(i % 500 == 0 ? 1_000_000 : 100)];
            random.nextBytes(bytes);
            sent.add(new Frame.Post(1, 2, 3, MessageBatch.of(Message.copyOf(bytes))));
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepTheirOrderWhoeverWrites(long seed) throws Exception {
        Random random = new Random(seed);
        CollectingOutlet outlet = new CollectingOutlet(seed);
        FrameWriter writer = new FrameWriter(outlet);
        Thread writing = Thread.ofPlatform().start(writer);
        List<Frame> sent = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Frame frame = any(random, i);
            sent.add(frame);
            if (frame instanceof Frame.Post post && random.nextBoolean()) {
                writer.post(
                        post.run(),
                        post.inbox(),
                        post.sender(),
                        MessageBatch.take(post.messages().bytes().duplicate()));
            } else {
                writer.send(frame);
            }
            if (random.nextInt(500) == 0) {
                writer.flush();
            }
        }
        writer.send(new Frame.RequestTasks(-1, 0));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(outlet::endsWithWant);
        writer.close();
        writing.join();
        List<Frame> received = new ArrayList<>();
        new FrameReader(Channels.newChannel(new ByteArrayInputStream(outlet.bytes())))
                .forEach(frame -> received.addAll(single(frame)));
        assertThat(received.removeLast()).isEqualTo(new Frame.RequestTasks(-1, 0));
        assertThat(received).isEqualTo(sent);
    }

    /** Mostly runs of posts to the same inbox, of all sizes. */
    private static Frame any(Random random, int number) {
        if (random.nextInt(20) == 0) {
            return new Frame.Credit(1, 2, 3, number);
        }
        if (random.nextInt(200) == 0) {
            byte[] payload = new byte[random.nextInt(200_000)];
            random.nextBytes(payload);
            return new Frame.Completed(1, number, 3, 4, 5, ByteBuffer.wrap(payload));
        }
        byte[] bytes = new byte[random.nextInt(100) == 0 ? random.nextInt(50_000) : random.nextInt(200)];
        random.nextBytes(bytes);
        return new Frame.Post(1, number / 100, 3, MessageBatch.of(Message.copyOf(bytes)));
    }

    private static List<Frame> single(Frame frame) {
        if (!(frame instanceof Frame.Post post)) {
            return List.of(frame);
        }
        List<Frame> posts = new ArrayList<>();
        ByteBuffer messages = post.messages().bytes();
        while (messages.hasRemaining()) {
            MessageBatch one = MessageBatch.of(MessageBatch.take(messages));
            posts.add(new Frame.Post(post.run(), post.inbox(), post.sender(), one));
        }
        return posts;
    }

    @Test
    void messagesInARowShareAFrame() throws Exception {
        CollectingOutlet outlet = new CollectingOutlet(0);
        FrameWriter writer = new FrameWriter(outlet);
        for (int i = 0; i < 1000; i++) {
            writer.post(1, 2, 3, Message.of(i));
        }
        writer.send(new Frame.RequestTasks(-1, 0));
        Thread writing = Thread.ofPlatform().start(writer);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(outlet::endsWithWant);
        writer.close();
        writing.join();
        assertThat(outlet.bytes().length).isBetween(9_000, 9_100);
    }

    @Test
    void aPayloadIsLeftAsItIs() throws Exception {
        byte[] bytes = new byte[64 << 10];
        new Random(1).nextBytes(bytes);
        byte[] copy = bytes.clone();
        CollectingOutlet outlet = new CollectingOutlet(1);
        FrameWriter writer = new FrameWriter(outlet);
        Thread writing = Thread.ofPlatform().start(writer);
        ByteBuffer payload = ByteBuffer.wrap(bytes);
        for (int i = 0; i < 10; i++) {
            writer.send(new Frame.Completed(1, i, 3, 4, 5, payload));
            writer.post(1, 2, 3, Message.of(i));
        }
        writer.send(new Frame.RequestTasks(-1, 0));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(outlet::endsWithWant);
        writer.close();
        writing.join();
        assertThat(bytes).isEqualTo(copy);
        assertThat(payload.remaining()).isEqualTo(copy.length);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void areReadHoweverTheyAreCut(long seed) throws IOException {
        Random random = new Random(seed);
        List<Frame> sent = new ArrayList<>(ALL);
        for (int i = 0; i < 20; i++) {
            ByteBuffer payload = ByteBuffer.allocate(random.nextInt(i % 2 == 0 ? 100 : 300_000));
            random.nextBytes(payload.array());
            sent.add(new Frame.Completed(1, i, 3, 4, 5, payload));
            sent.addAll(ALL);
        }
        ByteBuffer bytes = encoded(sent);
        List<Frame> received = new ArrayList<>();
        new FrameReader(inParts(bytes, random)).forEach(received::add);
        assertThat(received).isEqualTo(sent);
    }

    private static ByteBuffer encoded(List<Frame> frames) {
        ByteBuffer bytes =
                ByteBuffer.allocate(frames.stream().mapToInt(FrameCodec::room).sum());
        frames.forEach(frame -> FrameCodec.encode(frame, bytes));
        return bytes.flip();
    }

    private static ReadableByteChannel inParts(ByteBuffer bytes, Random random) {
        return Channels.newChannel(new ByteArrayInputStream(bytes.array(), 0, bytes.limit()) {
            @Override
            public synchronized int read(byte[] out, int offset, int length) {
                int most = random.nextBoolean() ? 100_000 : 10;
                return super.read(out, offset, Math.min(length, 1 + random.nextInt(most)));
            }

            @Override
            public synchronized int available() {
                return 0; // so that the channel returns what one read gave
            }
        });
    }

    @Test
    void whatIsCutOffAnywhereIsRefused() throws IOException {
        ByteBuffer bytes = encoded(ALL);
        int whole = 0;
        for (int length = 0; length <= bytes.limit(); length++) {
            List<Frame> received = new ArrayList<>();
            FrameReader reader =
                    new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes.array(), 0, length)));
            try {
                reader.forEach(received::add);
                assertThat(encoded(received).limit()).isEqualTo(length);
                whole++;
            } catch (ProtocolException expected) {
                assertThat(encoded(received).limit()).isLessThan(length);
            }
            assertThat(received).isEqualTo(ALL.subList(0, received.size()));
        }
        assertThat(whole).isEqualTo(ALL.size() + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void garbageIsRefusedOrAnotherFrame(long seed) throws IOException {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            ByteBuffer bytes = encoded(ALL);
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes.put(random.nextInt(bytes.limit()), (byte) random.nextInt());
            }
            try {
                new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes.array(), 0, bytes.limit())))
                        .forEach(FramesTest::single);
            } catch (ProtocolException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void whatIsDrainedIsInThePipe() throws Exception {
        Pipe pipe = Pipe.open();
        FrameWriter writer = new FrameWriter(new ChannelOutlet(pipe.sink()));
        Thread writing = Thread.ofPlatform().start(writer);
        List<Frame> received = new ArrayList<>();
        Thread reading = Thread.ofPlatform().start(() -> {
            try {
                new FrameReader(pipe.source()).forEach(received::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<Thread> draining = IntStream.range(0, 4)
                .mapToObj(thread -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 1000; i++) {
                        writer.add(new Frame.Begun(thread, i));
                        writer.drain();
                    }
                }))
                .toList();
        for (Thread thread : draining) {
            thread.join();
        }
        writer.close();
        writing.join();
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
        Frame frame =
                new Frame.Failed(1, 2, new TaskFailure("type", "m".repeat(1_000_000), "cause", "t".repeat(1_000_000)));
        ByteBuffer bytes = ByteBuffer.allocate(FrameCodec.room(frame));
        FrameCodec.encode(frame, bytes);
        Frame.Failed decoded = (Frame.Failed) FrameCodec.decode(bytes.flip().position(FrameCodec.PREFIX));
        assertThat(decoded.failure().type()).isEqualTo("type");
        assertThat(decoded.failure().message()).matches("m{200000,300000}");
        assertThat(decoded.failure().trace()).matches("t{200000,300000}");
    }

    @Test
    void aShortFailureTakesLittleRoom() {
        assertThat(FrameCodec.room(new Frame.Failed(1, 2, new TaskFailure("type", "m", "c", "t"))))
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
        assertBroken("ends after the frame", 15, 0x05000000, 0x01000000, 0x02000000, 0x03090000); // 9 of 1 byte
        assertBroken("ends after the frame", 13, 0x05000000, 0x01000000, 0x02000000, 0x03000000); // no message
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
