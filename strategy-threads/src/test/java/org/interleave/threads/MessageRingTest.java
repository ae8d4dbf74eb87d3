package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Random;
import org.interleave.core.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRingTest {

    private final Arena memory = Arena.ofConfined();
    private final MessageRing ring = new MessageRing(memory);

    @AfterEach
    void free() {
        memory.close();
    }

    /** Sizes around those at which a message meets the end of the ring, or makes it grow. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holdsWhatAnyQueueHolds(long seed) {
        Random random = new Random(seed);
        Queue<Message> expected = new ArrayDeque<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(100) < 50 + 10 * Math.sin(step / 500.0)) {
                byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 3_000 : 30)];
                random.nextBytes(bytes);
                ring.add(Message.copyOf(bytes));
                expected.add(Message.copyOf(bytes));
            } else {
                assertThat(ring.peek()).isEqualTo(expected.peek());
                assertThat(ring.poll()).isEqualTo(expected.poll());
            }
            assertThat(ring).hasSameSizeAs(expected);
        }
        assertThat(ring).containsExactlyElementsOf(expected);
    }

    @Test
    void messagesOfNoBytesCount() {
        ring.add(Message.EMPTY);
        ring.add(Message.EMPTY);
        assertThat(ring).containsExactly(Message.EMPTY, Message.EMPTY);
    }

    @Test
    void aClearedRingIsEmptyAndGoesOn() {
        ring.add(Message.of(1));
        ring.clear();
        assertThat(ring.poll()).isNull();
        ring.add(Message.of(2));
        assertThat(ring).containsExactly(Message.of(2));
    }

    @Test
    void iterationEnds() {
        ring.add(Message.of(1));
        Iterator<Message> messages = ring.iterator();
        messages.next();
        assertThat(messages.hasNext()).isFalse();
        assertThatThrownBy(messages::next).isInstanceOf(NoSuchElementException.class);
    }
}
