package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InboxTest {

    private final Inbox inbox = new Inbox();

    private Beside<Boolean> put(long number) {
        return Beside.call(() -> {
            inbox.put(Message.of(number));
            return true;
        });
    }

    private void fill() {
        for (int i = 0; i < Port.INBOX_CAPACITY; i++) {
            assertThat(inbox.offer(Message.of(i))).isTrue();
        }
    }

    @Test
    void messagesComeInTheOrderTheyWereSent() throws InterruptedException {
        inbox.put(Message.of(1));
        inbox.offer(Message.of(2));
        inbox.put(Message.of(3));
        assertThat(inbox.take().asLong()).isEqualTo(1);
        assertThat(inbox.poll()).contains(Message.of(2));
        assertThat(inbox.take().asLong()).isEqualTo(3);
        assertThat(inbox.poll()).isEmpty();
    }

    @Test
    void fullInboxTakesNoMore() {
        fill();
        assertThat(inbox.offer(Message.of(-1))).isFalse();
        assertThat(inbox.poll()).contains(Message.of(0));
        assertThat(inbox.offer(Message.of(-1))).isTrue();
        assertThat(inbox.offer(Message.of(-2))).isFalse();
    }

    @Test
    void sendersWaitForRoom() throws Exception {
        fill();
        Beside<Boolean> sender = put(-1);
        sender.awaitWaiting();
        assertThat(inbox.take().asLong()).isZero();
        assertThat(sender.result()).isTrue();
        for (int i = 1; i < Port.INBOX_CAPACITY; i++) {
            assertThat(inbox.take().asLong()).isEqualTo(i);
        }
        assertThat(inbox.take().asLong()).isEqualTo(-1);
    }

    @Test
    void ownersWaitForMessages() throws Exception {
        Beside<Message> owner = Beside.call(inbox::take);
        owner.awaitWaiting();
        inbox.put(Message.of(5));
        assertThat(owner.result()).isEqualTo(Message.of(5));
    }

    @Test
    void aLimitEndsAWaitAndLosesNothing() throws Exception {
        assertThat(inbox.take(Duration.ZERO)).isEmpty();
        assertThat(inbox.take(Duration.ofMillis(1))).isEmpty();
        Beside<Optional<Message>> owner = Beside.call(() -> inbox.take(Duration.ofDays(1_000_000)));
        inbox.put(Message.of(5));
        assertThat(owner.result()).contains(Message.of(5));
        inbox.put(Message.of(6));
        assertThat(inbox.take(Duration.ZERO)).contains(Message.of(6));
    }

    @Test
    void closingReleasesAllSendersAndDropsWhatTheySend() throws Exception {
        fill();
        List<Beside<Boolean>> senders = List.of(put(-1), put(-2), put(-3));
        senders.forEach(Beside::awaitWaiting);
        inbox.close();
        for (Beside<Boolean> sender : senders) {
            assertThat(sender.result()).isTrue();
        }
        assertThat(inbox.poll()).isEmpty();
    }

    @Test
    void closedInboxTakesAndDropsEverything() throws InterruptedException {
        inbox.close();
        for (int i = 0; i < 2 * Port.INBOX_CAPACITY; i++) {
            assertThat(inbox.offer(Message.of(i))).isTrue();
            inbox.put(Message.of(i));
        }
        assertThat(inbox.poll()).isEmpty();
        inbox.close();
    }

    @Test
    void interruptsEndWaitsAndLoseNothing() throws Exception {
        Beside<Message> owner = Beside.call(inbox::take);
        owner.awaitWaiting();
        owner.thread().interrupt();
        assertInterrupted(owner);
        fill();
        Beside<Boolean> sender = put(-1);
        sender.awaitWaiting();
        sender.thread().interrupt();
        assertInterrupted(sender);
        for (int i = 0; i < Port.INBOX_CAPACITY; i++) {
            assertThat(inbox.take().asLong()).isEqualTo(i);
        }
        assertThat(inbox.poll()).as("what an interrupted sender did not send").isEmpty();
    }

    private static void assertInterrupted(Beside<?> call) {
        assertThatThrownBy(call::result)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void manySendersLoseNothingAndKeepTheirOrder() throws Exception {
        int senders = 4;
        int each = 20_000;
        List<Beside<Boolean>> sending = new ArrayList<>();
        for (int sender = 0; sender < senders; sender++) {
            long first = (long) sender * each;
            sending.add(Beside.call(() -> {
                for (long number = first; number < first + each; number++) {
                    if (!inbox.offer(Message.of(number))) {
                        inbox.put(Message.of(number));
                    }
                }
                return true;
            }));
        }
        long[] due = new long[senders];
        for (int i = 0; i < senders * each; i++) {
            long number = inbox.take().asLong();
            int sender = Math.toIntExact(number / each);
            assertThat(number % each).isEqualTo(due[sender]);
            due[sender]++;
        }
        for (Beside<Boolean> sender : sending) {
            assertThat(sender.result()).isTrue();
        }
        assertThat(inbox.poll()).isEmpty();
    }
}
