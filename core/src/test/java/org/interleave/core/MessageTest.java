package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x0102030405060708L})
    void numbersComeBack(long number) {
        assertThat(Message.of(number).asLong()).isEqualTo(number);
        assertThat(Message.of(number).size()).isEqualTo(Long.BYTES);
    }

    @Test
    void numbersAreBigEndian() {
        assertThat(Message.of(0x0102030405060708L).bytes()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void numbersNeedEightBytes() {
        Message seven = Message.copyOf(new byte[7]);
        assertThatThrownBy(seven::asLong).isInstanceOf(BufferUnderflowException.class);
        assertThatThrownBy(Message.EMPTY::asLong).isInstanceOf(BufferUnderflowException.class);
    }

    @Test
    void nothingFromOutsideChangesIt() {
        byte[] bytes = {1, 2, 3};
        Message message = Message.copyOf(bytes);
        bytes[0] = 9;
        message.bytes()[1] = 9;
        assertThat(message.bytes()).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> message.buffer().put((byte) 9)).isInstanceOf(ReadOnlyBufferException.class);
        message.buffer().get();
        assertThat(message.buffer().remaining()).isEqualTo(3);
    }

    @Test
    void whatRemainsOfBufferIsTaken() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3);
        assertThat(Message.copyOf(buffer).bytes()).containsExactly(2, 3);
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void theNextBytesOfABufferAreTaken() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1);
        assertThat(Message.copyOf(buffer, 2).bytes()).containsExactly(2, 3);
        assertThat(buffer.remaining()).isEqualTo(1);
        assertThatThrownBy(() -> Message.copyOf(buffer, 2)).isInstanceOf(BufferUnderflowException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 100})
    void isCopiedToAnArrayThatHasRoom(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        byte[] out = new byte[size + 3];
        Message.copyOf(bytes).copyTo(out, 2);
        assertThat(Arrays.copyOfRange(out, 2, 2 + size)).isEqualTo(bytes);
        assertThat(out[0] | out[1] | out[size + 2]).isZero();
        assertThatThrownBy(() -> Message.copyOf(bytes).copyTo(out, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Message.copyOf(bytes).copyTo(out, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void bytesDecideEquality() {
        assertThat(Message.of(5)).isEqualTo(Message.of(5)).hasSameHashCodeAs(Message.of(5));
        assertThat(Message.of(5)).isNotEqualTo(Message.of(6));
        assertThat(Message.copyOf(ByteBuffer.allocate(0))).isEqualTo(Message.EMPTY);
        assertThat(Message.copyOf(new byte[0])).isSameAs(Message.EMPTY);
    }

    @Test
    void messagesTravelBetweenProcesses() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
            out.writeObject(Message.of(77));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(Message.of(77));
        }
    }

    @Test
    void textTellsTheSizeAndNotTheContent() {
        assertThat(Message.of(5)).hasToString("Message[8 bytes]");
    }
}
