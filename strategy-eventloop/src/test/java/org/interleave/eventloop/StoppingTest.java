package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.interleave.eventloop.Tasks.LONG;
import static org.interleave.eventloop.Tasks.daemon;
import static org.interleave.eventloop.Tasks.endless;
import static org.interleave.eventloop.Tasks.script;
import static org.interleave.eventloop.Tasks.task;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.junit.jupiter.api.Test;

/** That runs are cancelled, daemons stop, and nothing is left. */
final class StoppingTest extends EveryStrategy {

    @Test
    void cancelsWhateverTasksDo() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        Port.Udp silent = new Port.Udp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
        List<Task<Long>> tasks = Stream.<Step<Long>>of(
                        Step.sleep(LONG), Step.receive(new Port.Inbox(1)), Step.receive(silent), Step.blocking(() -> {
                            Thread.sleep(LONG);
                            return Message.EMPTY;
                        }))
                .map(step -> task(turn -> {
                    begun.incrementAndGet();
                    return step;
                }))
                .collect(Collectors.toCollection(ArrayList::new));
        tasks.add(task(turn -> Step.send(new Port.Inbox(0), Message.EMPTY)));
        tasks.add(endless());
        try (Execution execution = open()) {
            CompletableFuture<Outcome<Long>> outcome = runAsync(execution, Job.of(tasks));
            await().atMost(PATIENCE).until(() -> begun.get() == 4);
            execution.cancel();
            assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).completions())
                    .hasSize(6)
                    .allMatch(Completion.Cancelled.class::isInstance);
            assertThat(execution
                            .run(Job.of(List.of(task(turn -> Step.done(5L)))))
                            .results())
                    .containsExactly(5L);
        }
        assertThat(begun).hasValue(4);
    }

    @Test
    void daemonsStopWhenTheOthersAreDone() throws Exception {
        List<Step<Long>> waits = List.of(Step.sleep(LONG), Step.receive(new Port.Inbox(1)), Step.blocking(() -> {
            Thread.sleep(LONG);
            return Message.EMPTY;
        }));
        CountDownLatch waiting = new CountDownLatch(waits.size());
        List<Task<Long>> tasks = waits.stream()
                .map(wait -> daemon(turn -> {
                    waiting.countDown();
                    return turn.stopping() ? Step.done(7L) : wait;
                }))
                .collect(Collectors.toCollection(ArrayList::new));
        tasks.add(script(List.of(turn -> Step.blocking(() -> {
            waiting.await();
            return Message.EMPTY;
        }))));
        assertThat(run(tasks.toArray(Task<?>[]::new)).results()).containsExactly(7L, 7L, 7L, 0L);
    }

    @Test
    void aDaemonThatComputesStopsWhenTheOthersAreDone() throws Exception {
        Task<Long> first = script(List.of());
        assertThat(run(first, daemon(turn -> turn.stopping() ? Step.done(7L) : Step.ready()))
                        .results())
                .containsExactly(0L, 7L);
    }

    @Test
    void daemonsAloneStopAtOnce() throws Exception {
        assertThat(run(daemon(turn -> turn.stopping() ? Step.done(1L) : Step.sleep(LONG)))
                        .results())
                .containsExactly(1L);
    }

    @Test
    void aStoppedWaitBringsNoMessage() throws Exception {
        int[] turns = {0};
        Outcome<Long> outcome = run(
                daemon(turn -> {
                    if (turns[0]++ == 0) {
                        return Step.receive(new Port.Inbox(0));
                    }
                    turn.message();
                    return Step.done(0L);
                }),
                script(List.of(turn -> Step.sleep(Duration.ofMillis(20)))));
        assertThat(outcome.completions().getFirst())
                .isInstanceOfSatisfying(
                        Completion.Failed.class,
                        failed -> assertThat(failed.failure().message()).contains("brought no message"));
    }

    @Test
    void anInterruptCancelsTheRun() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = Thread.ofPlatform().start(() -> {
            try (Execution execution = open()) {
                execution.run(Job.of(List.of(task(turn -> {
                    begun.countDown();
                    return Step.sleep(LONG);
                }))));
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        begun.await();
        caller.interrupt();
        caller.join();
        assertThat(interrupted).isTrue();
    }

    @Test
    void leavesNoThread() throws Exception {
        try (Execution first = open()) {
            first.run(everything()); // what the libraries start once for the whole JVM is there afterwards
        }
        Set<Thread> before = liveThreads();
        try (Execution second = open()) {
            second.run(everything()).results();
            assertThat(liveThreads()).isNotEqualTo(before);
        }
        await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
            Set<Thread> left = liveThreads();
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
    }

    /** A job that uses timers, inboxes, sockets, and threads for blocking calls. */
    private static Job<Long> everything() {
        Port.Udp silent = new Port.Udp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
        Task<Long> first = script(List.of(
                turn -> Step.sleep(Duration.ofMillis(1)),
                turn -> Step.send(silent, Message.EMPTY),
                turn -> Step.send(new Port.Inbox(1), Message.EMPTY)));
        Task<Long> second =
                script(List.of(turn -> Step.receive(new Port.Inbox(1)), turn -> Step.blocking(() -> Message.of(1))));
        return job(0, first, second);
    }

    private static Set<Thread> liveThreads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    /** Waits are over at once then, but each still gives way. */
    @Test
    void aTaskThatMakesLightOfStoppingLetsTheOthersFinish() throws Exception {
        AtomicBoolean finished = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(2);
        Task<Long> stubborn = task(turn -> {
            begun.countDown();
            return finished.get() ? Step.done(1L) : Step.sleep(Duration.ofMillis(1));
        });
        int[] turns = {0};
        Task<Long> finishing = task(turn -> {
            begun.countDown();
            if (!turn.stopping()) {
                return Step.sleep(LONG);
            }
            if (turns[0]++ < 100) {
                return Step.sleep(Duration.ZERO);
            }
            finished.set(true);
            return Step.done(2L);
        });
        try (Execution execution = open()) {
            CompletableFuture<Outcome<Long>> outcome = runAsync(execution, Job.of(List.of(stubborn, finishing)));
            assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            execution.stop();
            assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).results())
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void closingEndsTheRun() throws Exception {
        Execution execution = open();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Outcome<Long>> outcome = runAsync(execution, Job.of(List.of(task(turn -> {
            begun.countDown();
            return Step.sleep(LONG);
        }))));
        begun.await();
        execution.close();
        assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .completions()
                        .getFirst())
                .isInstanceOf(Completion.Cancelled.class);
    }
}
