package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.interleave.core.Message;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at one writer. No one flushes in the end: what was sent has to come out all the same. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrameWriterTest {

    private static final int SENDERS = 6;
    private static final int MESSAGES = 4_000;

    private final AtomicInteger lostInterrupts = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatManySendComesWholeAndInOrder(long seed) throws InterruptedException {
        CollectingOutlet outlet = new CollectingOutlet(seed);
        FrameWriter writer = new FrameWriter(outlet);
        Thread writing = Thread.ofPlatform().start(writer);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            senders.add(builder.start(() -> send(writer, sender, new Random(SENDERS * seed + sender))));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> count(outlet) == SENDERS * MESSAGES);
        writer.close();
        writing.join();
        Map<Integer, List<Long>> received = received(outlet);
        for (int sender = 0; sender < SENDERS; sender++) {
            assertThat(received.get(sender))
                    .isEqualTo(LongStream.range(0, MESSAGES).boxed().toList());
        }
        assertThat(lostInterrupts).hasValue(0);
    }

    /** Each message says its number. Those of one sender go out in order, however they are sent. */
    private void send(FrameWriter writer, int sender, Random random) {
        for (long number = 0; number < MESSAGES; number++) {
            Message message = message(number, random);
            boolean interrupted = random.nextInt(20) == 0;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            switch (random.nextInt(100)) {
                case 0 -> {
                    writer.add(post(sender, message));
                    writer.drain();
                }
                case 1 -> writer.send(post(sender, message));
                case 2 -> {
                    writer.post(1, sender, sender, message);
                    writer.flush();
                }
                default -> writer.post(1, sender, sender, message);
            }
            if (interrupted && !Thread.interrupted()) {
                lostInterrupts.incrementAndGet();
            }
            if (random.nextInt(200) == 0) {
                Thread.yield();
            }
        }
    }

    /** Now and then one that is not short, and one that is large. */
    private static Message message(long number, Random random) {
        int more =
                switch (random.nextInt(500)) {
                    case 0 -> random.nextInt(40_000);
                    case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> random.nextInt(300);
                    default -> 0;
                };
        return Message.copyOf(ByteBuffer.allocate(Long.BYTES + more).putLong(0, number));
    }

    private static Frame.Post post(int sender, Message message) {
        return new Frame.Post(1, sender, sender, MessageBatch.of(message));
    }

    private static int count(CollectingOutlet outlet) {
        return received(outlet).values().stream().mapToInt(List::size).sum();
    }

    /** What has come so far, by sender. */
    private static Map<Integer, List<Long>> received(CollectingOutlet outlet) {
        Map<Integer, List<Long>> received = new HashMap<>();
        try {
            new FrameReader(Channels.newChannel(new ByteArrayInputStream(outlet.bytes()))).forEach(frame -> {
                Frame.Post post = (Frame.Post) frame;
                ByteBuffer messages = post.messages().bytes();
                List<Long> numbers = received.computeIfAbsent(post.sender(), sender -> new ArrayList<>());
                while (messages.hasRemaining()) {
                    numbers.add(MessageBatch.take(messages).asLong());
                }
            });
        } catch (ProtocolException e) {
            // the last frame is on its way
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return received;
    }
}
