package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.interleave.eventloop.Tasks.receiver;
import static org.interleave.eventloop.Tasks.script;
import static org.interleave.eventloop.Tasks.sender;
import static org.interleave.eventloop.Tasks.task;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.interleave.core.Completion;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.junit.jupiter.api.Test;

/** Messages between tasks. */
final class InboxTest extends EveryStrategy {

    @Test
    void playsPingPong() throws Exception {
        int rounds = 2_000;
        Outcome<Long> outcome = run(player(0, 1, rounds, true), player(1, 0, rounds, false));
        assertThat(outcome.results()).containsExactly(rounds * 2L, rounds * 2L - 1);
    }

    /** Adds one to what it receives, and results in the last number received. */
    private static Task<Long> player(int self, int other, int rounds, boolean serves) {
        int[] turns = {serves ? 1 : 0};
        long[] last = {0};
        int[] received = {0};
        return task(turn -> {
            if (turns[0]++ % 2 == 1) {
                if (turns[0] > 2 || !serves) {
                    last[0] = turn.message().asLong();
                    received[0]++;
                }
                if (serves && received[0] == rounds) {
                    return Step.done(last[0]);
                }
                return Step.send(new Port.Inbox(other), Message.of(last[0] + 1));
            }
            return received[0] == rounds ? Step.done(last[0]) : Step.receive(new Port.Inbox(self));
        });
    }

    @Test
    void keepsTheOrderOfManyMessages() throws Exception {
        long count = 100_000;
        assertThat(run(sender(1, count), receiver(1, count)).results())
                .containsExactly(count, LongStream.range(0, count).sum());
    }

    @Test
    void keepsTheOrderOfEachSender() throws Exception {
        int senders = 8;
        long each = 5_000;
        long[] next = new long[senders];
        int[] received = {-1};
        Task<Long> receiver = task(turn -> {
            if (received[0]++ >= 0) {
                int from = turn.message().buffer().getInt();
                assertThat(turn.message().buffer().getLong(Integer.BYTES)).isEqualTo(next[from]++);
            }
            return received[0] == senders * each ? Step.done(0L) : Step.receive(new Port.Inbox(0));
        });
        List<Task<Long>> tasks = new ArrayList<>(List.of(receiver));
        IntStream.range(0, senders).mapToObj(index -> numbered(index, each)).forEach(tasks::add);
        run(tasks.toArray(Task<?>[]::new)).results();
        assertThat(next).containsOnly(each);
    }

    private static Task<Long> numbered(int sender, long count) {
        long[] sent = {0};
        return task(turn -> sent[0] == count
                ? Step.done(count)
                : Step.send(
                        new Port.Inbox(0),
                        Message.copyOf(ByteBuffer.allocate(12)
                                .putInt(sender)
                                .putLong(sent[0]++)
                                .flip())));
    }

    @Test
    void aTaskFillsItsOwnInbox() throws Exception {
        long[] messages = {0, 0};
        Outcome<Long> outcome = run(task(turn -> {
            if (messages[0] < Port.INBOX_CAPACITY) {
                return Step.send(new Port.Inbox(0), Message.of(messages[0]++));
            }
            if (messages[1]++ > 0) {
                assertThat(turn.message().asLong()).isEqualTo(messages[1] - 2);
            }
            return messages[1] > Port.INBOX_CAPACITY ? Step.done(messages[0]) : Step.receive(new Port.Inbox(0));
        }));
        assertThat(outcome.results()).containsExactly((long) Port.INBOX_CAPACITY);
    }

    @Test
    void aSenderWaitsForRoom() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch drain = new CountDownLatch(1);
        int tooMany = 3 * Port.INBOX_CAPACITY;
        Task<Long> sender = task(turn -> sent.get() == tooMany
                ? Step.done(0L)
                : Step.send(new Port.Inbox(1), Message.of(sent.getAndIncrement())));
        Task<Long> later = receiver(1, tooMany);
        boolean[] waited = {false};
        Task<Long> receiver = task(turn -> {
            if (!waited[0]) {
                waited[0] = true;
                return Step.blocking(() -> {
                    drain.await();
                    return Message.EMPTY;
                });
            }
            return later.advance(turn);
        });
        CompletableFuture<Outcome<Long>> outcome = runAsync(execution(), Job.of(List.of(sender, receiver)));
        await().atMost(PATIENCE).until(() -> sent.get() == Port.INBOX_CAPACITY + 1);
        await().atMost(PATIENCE).during(Duration.ofMillis(100)).until(() -> sent.get() == Port.INBOX_CAPACITY + 1);
        drain.countDown();
        outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).results();
    }

    /** The sender fills the inbox, and sends one more; the receiver takes one, and waits for the sender to go on. */
    @Test
    void whoWaitsForRoomIsLetInAsSoonAsThereIsSome() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        CountDownLatch letIn = new CountDownLatch(1);
        int[] sent = {0};
        Task<Long> sender = task(turn -> {
            if (sent[0] == Port.INBOX_CAPACITY) {
                full.countDown();
            }
            if (sent[0] > Port.INBOX_CAPACITY) {
                letIn.countDown();
                return Step.done((long) sent[0]);
            }
            return Step.send(new Port.Inbox(1), Message.of(sent[0]++));
        });
        Task<Long> receiver = script(List.of(
                turn -> Step.blocking(() -> {
                    full.await();
                    return Message.EMPTY;
                }),
                turn -> Step.receive(new Port.Inbox(1)),
                turn -> Step.blocking(() -> {
                    letIn.await();
                    return Message.EMPTY;
                })));
        CompletableFuture<Outcome<Long>> outcome = runAsync(execution(), Job.of(List.of(sender, receiver)));
        assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).results())
                .containsExactly(Port.INBOX_CAPACITY + 1L, 0L);
    }

    @Test
    void messagesToAnEndedTaskAreDropped() throws Exception {
        long count = 3L * Port.INBOX_CAPACITY;
        assertThat(run(task(turn -> Step.done(1L)), sender(0, count)).results()).containsExactly(1L, count);
    }

    @Test
    void aTaskReceivesOnlyFromItsOwnInbox() throws Exception {
        Outcome<Long> outcome =
                run(script(List.of(turn -> Step.receive(new Port.Inbox(1)))), task(turn -> Step.done(1L)));
        assertThat(outcome.completions().getFirst())
                .isInstanceOfSatisfying(
                        Completion.Failed.class,
                        failed -> assertThat(failed.failure().type())
                                .isEqualTo(IllegalArgumentException.class.getName()));
    }
}
