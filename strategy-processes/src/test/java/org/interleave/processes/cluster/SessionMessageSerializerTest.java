package org.interleave.processes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ExtendedActorSystem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the network brings, as bytes: session messages and the frames around them. */
class SessionMessageSerializerTest {

    private static final List<SessionMessage> MESSAGES = List.of(
            new SessionMessage.JoinRequest(1, 2, new NodeAddress("127.0.0.1", 7001), "somebody", "protocol 1"),
            new SessionMessage.JoinAccepted(3),
            new SessionMessage.JoinRefused(4, true, "occupied"),
            new SessionMessage.Ack(5, 6),
            new SessionMessage.Close(7, "done"));

    private final SessionMessageSerializer serializer = serializer();

    @SuppressWarnings("NullAway") // it asks nothing of its system
    static SessionMessageSerializer serializer() {
        return new SessionMessageSerializer((ExtendedActorSystem) null);
    }

    @Test
    void whatWasWrittenIsRead() {
        for (SessionMessage message : MESSAGES) {
            byte[] bytes = serializer.toBinary(message);
            assertThat(serializer.fromBinary(bytes, serializer.manifest(message)))
                    .isEqualTo(message);
            assertThat(SessionMessageSerializer.flaw(ByteBuffer.wrap(bytes), serializer.manifest(message)))
                    .isEmpty();
        }
    }

    @Test
    void whatEndsEarlyOrGoesOnIsMalformedAndNamesItsSession() {
        for (SessionMessage message : MESSAGES) {
            byte[] bytes = serializer.toBinary(message);
            for (int length = 0; length < bytes.length + 3; length++) {
                Object read = serializer.fromBinary(Arrays.copyOf(bytes, length), serializer.manifest(message));
                if (length != bytes.length) {
                    assertThat(read).isInstanceOf(Command.Malformed.class);
                    assertThat(((Command.Malformed) read).session()).isEqualTo(length < 8 ? 0 : message.session());
                }
            }
        }
        assertThat(serializer.fromBinary(new byte[40], "?")).isInstanceOf(Command.Malformed.class);
    }

    @Test
    void whateverComesNothingIsThrown() {
        Random random = new Random(20_261_128);
        for (int i = 0; i < 200_000; i++) {
            SessionMessage message = MESSAGES.get(random.nextInt(MESSAGES.size()));
            byte[] bytes = serializer.toBinary(message);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(serializer.fromBinary(bytes, serializer.manifest(message)))
                    .isInstanceOf(Command.class);
        }
    }

    @Test
    void framesAreWholeHoweverTheirBytesCome() {
        List<Integer> sizes = new ArrayList<>();
        byte[] stream = new byte[5 + 3 * 4 + 28 + 1_000 + ArteryFrames.LONGEST];
        ByteBuffer out = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        out.put("AKKA\1".getBytes(StandardCharsets.US_ASCII));
        for (int size : List.of(28, 1_000, ArteryFrames.LONGEST)) {
            out.putInt(size).position(out.position() + size);
        }
        Random random = new Random(20_261_128);
        for (int i = 0; i < 20; i++) {
            sizes.clear();
            ArteryFrames frames = new ArteryFrames(frame -> {
                sizes.add(frame.remaining());
                return Optional.empty();
            });
            for (int from = 0; from < stream.length; ) {
                int length = Math.min(stream.length - from, 1 + random.nextInt(i < 10 ? 100_000 : 5_000));
                assertThat(frames.take(ByteBuffer.wrap(stream, from, length))).isEmpty();
                from += length;
            }
            assertThat(sizes).containsExactly(28, 1_000, ArteryFrames.LONGEST);
        }
    }

    @Test
    void whatIsNoFrameIsNamed() {
        assertThat(flaw("GET / HTTP/1.1")).contains("it does not begin with AKKA");
        assertThat(flaw("AKK\0")).contains("it does not begin with AKKA");
        assertThat(flaw("AKKA\3")).contains("there is no stream 3");
        assertThat(flaw("AKKA\1\0\0\0\0").orElseThrow()).startsWith("a frame of 0 bytes is not between 28 and");
        assertThat(flaw("AKKA\2\377\377\377\377").orElseThrow()).startsWith("a frame of -1 bytes is not between");
        assertThat(flaw("AKKA\2\1\0\4\0").orElseThrow()).startsWith("a frame of 262145 bytes is not between");
        assertThat(flaw("AKKA\1\34\0\0\0" + "\1".repeat(28))).contains("the frame has an unknown version or flags");
        assertThat(flaw("AKKA\1\34\0\0\0" + "\0".repeat(28)).orElseThrow())
                .startsWith("the frame does not have its literals");
    }

    @SuppressWarnings("NullAway") // what is looked at here is not decoded
    private static Optional<String> flaw(String bytes) {
        return new ArteryFrames(new MessageCheck((ExtendedActorSystem) null))
                .take(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
