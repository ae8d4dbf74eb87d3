package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.junit.jupiter.api.Test;

class FrameAssemblyTest {

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(stream);

    private void write(Message frame) throws IOException {
        out.writeInt(frame.size());
        out.write(frame.bytes());
    }

    /** Reads as much as there is room for, as a socket does, but no more than it has. */
    private static int read(FrameAssembly frames, ByteBuffer from, int most) throws IOException {
        ByteBuffer room = frames.room();
        int count = Math.min(Math.min(room.remaining(), from.remaining()), most);
        assertThat(count).isPositive();
        room.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        return count;
    }

    @Test
    void framesOfAllSizesComeOutAsTheyWentInWhateverThePieces() throws IOException {
        Random random = new Random(22);
        for (int round = 0; round < 50; round++) {
            stream.reset();
            List<Message> sent = new ArrayList<>();
            for (int frame = 0; frame < 30; frame++) {
                byte[] bytes = new byte[random.nextInt(5) == 0 ? random.nextInt(20_000) : random.nextInt(40)];
                random.nextBytes(bytes);
                sent.add(Message.copyOf(bytes));
                write(sent.getLast());
            }
            FrameAssembly frames = new FrameAssembly(20_000);
            List<Message> received = new ArrayList<>();
            ByteBuffer wire = ByteBuffer.wrap(stream.toByteArray());
            int most = 1 + random.nextInt(round < 25 ? 20 : 10_000);
            while (wire.hasRemaining()) {
                read(frames, wire, most);
                for (Optional<Message> next = frames.next(); next.isPresent(); next = frames.next()) {
                    received.add(next.get());
                }
            }
            assertThat(received).isEqualTo(sent);
            assertThat(frames.isEmpty()).isTrue();
        }
    }

    @Test
    void framesThatAreTooLargeAreRefused() throws IOException {
        out.writeInt(101);
        FrameAssembly frames = new FrameAssembly(100);
        read(frames, ByteBuffer.wrap(stream.toByteArray()), 4);
        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(frames::next)
                    .isInstanceOf(IOException.class)
                    .hasMessage("a frame of 101 bytes, of which 100 are allowed");
        }
    }

    @Test
    void negativeLengthsAreLargeOnes() throws IOException {
        out.writeInt(-1);
        FrameAssembly frames = new FrameAssembly(Port.Tcp.MOST_BYTES);
        read(frames, ByteBuffer.wrap(stream.toByteArray()), 4);
        assertThatThrownBy(frames::next).hasMessageContaining("4294967295 bytes");
    }

    @Test
    void whatALengthClaimsTakesNoRoomUntilItComes() throws IOException {
        out.writeInt(Port.Tcp.MOST_BYTES);
        out.write(new byte[3 * FrameAssembly.SMALL]);
        FrameAssembly frames = new FrameAssembly(Port.Tcp.MOST_BYTES);
        ByteBuffer wire = ByteBuffer.wrap(stream.toByteArray());
        while (wire.hasRemaining()) {
            read(frames, wire, 1_000);
            assertThat(frames.next()).isEmpty();
        }
        assertThat(frames.room().capacity()).isLessThanOrEqualTo(8 * FrameAssembly.SMALL);
    }

    @Test
    void theRoomOfALargeFrameIsGivenUp() throws IOException {
        write(Message.copyOf(new byte[1 << 20]));
        FrameAssembly frames = new FrameAssembly(1 << 20);
        ByteBuffer wire = ByteBuffer.wrap(stream.toByteArray());
        Optional<Message> frame = Optional.empty();
        while (frame.isEmpty()) {
            read(frames, wire, Integer.MAX_VALUE);
            frame = frames.next();
        }
        assertThat(frames.room().capacity()).isEqualTo(FrameAssembly.SMALL);
    }
}
