package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.interleave.core.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBatchTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152})
    void comeBackWhateverTheirSize(int size) throws ProtocolException {
        Message first = Message.copyOf(new byte[size]);
        Message second = Message.of(7);
        MessageBatch packed = MessageBatch.of(first, first, second);
        ByteBuffer bytes = MessageBatch.checked(packed.bytes()).bytes();
        assertThat(MessageBatch.take(bytes)).isEqualTo(first);
        assertThat(MessageBatch.take(bytes)).isEqualTo(first);
        assertThat(MessageBatch.take(bytes)).isEqualTo(second);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void aSmallOneTakesOneByteMore() {
        assertThat(MessageBatch.of(Message.of(1), Message.of(2)).bytes().remaining())
                .isEqualTo(2 * 9);
    }

    @Test
    void whatIsNoRowIsRefused() {
        assertRefused();
        assertRefused(1);
        assertRefused(2, 0);
        assertRefused(1, 0, 1);
        assertRefused(0x80);
        assertRefused(0xff, 0xff, 0xff, 0xff, 0x0f);
        assertRefused(0xff, 0xff, 0xff, 0xff, 0x07);
        assertRefused(0x80, 0x80, 0x80, 0x80, 0x80, 0x01);
    }

    private static void assertRefused(int... row) {
        ByteBuffer bytes = ByteBuffer.allocate(row.length);
        for (int each : row) {
            bytes.put((byte) each);
        }
        assertThatThrownBy(() -> MessageBatch.checked(bytes.flip())).isInstanceOf(ProtocolException.class);
    }
}
