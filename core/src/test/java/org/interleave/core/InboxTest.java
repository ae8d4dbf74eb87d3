package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.BufferUnderflowException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {

    private final Inbox inbox = new Inbox();

    private void fill() {
        for (long i = 0; i < Port.INBOX_CAPACITY; i++) {
            assertThat(inbox.offer(Message.of(i))).isTrue();
        }
    }

    @Test
    void firstInFirstOutUpToItsCapacity() {
        fill();
        assertThat(inbox.offer(Message.of(-1))).isFalse();
        for (long i = 0; i < Port.INBOX_CAPACITY; i++) {
            assertThat(inbox.poll()).contains(Message.of(i));
        }
        assertThat(inbox.poll()).isEmpty();
    }

    @Test
    void nothingIsLostOrDoubledBetweenSendersAndTheOwner() throws Exception {
        int senders = 3;
        long each = 20_000;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < senders; sender++) {
                long from = sender * each;
                executor.submit(() -> {
                    for (long i = from; i < from + each; i++) {
                        inbox.put(Message.of(i));
                    }
                    return true;
                });
            }
            long[] last = {-1, each - 1, 2 * each - 1};
            for (long i = 0; i < senders * each; i++) {
                long number = inbox.take().asLong();
                int sender = (int) (number / each);
                assertThat(number).isEqualTo(last[sender] + 1);
                last[sender] = number;
            }
        }
        assertThat(inbox.poll()).isEmpty();
    }

    @Test
    void closingLetsWaitingSendersGoAndDropsTheRest() throws Exception {
        fill();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> sender = executor.submit(() -> {
                inbox.put(Message.of(-1));
                return true;
            });
            inbox.close();
            assertThat(sender.get()).isTrue();
        }
        assertThat(inbox.poll()).isEmpty();
        assertThat(inbox.offer(Message.of(1))).isTrue();
        assertThat(inbox.poll()).isEmpty();
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<Message> waiting = executor.submit(inbox::take);
            waiting.cancel(true);
            await().until(waiting::isDone);
            assertThat(inbox.offer(Message.of(5))).isTrue();
            Future<Message> next = executor.submit(inbox::take);
            assertThat(next.get()).isEqualTo(Message.of(5));
        }
    }

    @Test
    void messagesAreImmutableBytes() {
        byte[] bytes = {1, 2, 3};
        Message message = Message.copyOf(bytes);
        bytes[0] = 9;
        message.bytes()[1] = 9;
        assertThat(message.bytes()).containsExactly(1, 2, 3);
        assertThat(message).isEqualTo(Message.copyOf(message.buffer())).isNotEqualTo(Message.EMPTY);
        assertThat(message.buffer().isReadOnly()).isTrue();
        assertThat(Message.of(Long.MIN_VALUE).asLong()).isEqualTo(Long.MIN_VALUE);
        assertThatThrownBy(message::asLong).isInstanceOf(BufferUnderflowException.class);
    }
}
