package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.interleave.eventloop.Tasks.LONG;
import static org.interleave.eventloop.Tasks.daemon;
import static org.interleave.eventloop.Tasks.endless;
import static org.interleave.eventloop.Tasks.receiver;
import static org.interleave.eventloop.Tasks.script;
import static org.interleave.eventloop.Tasks.sender;
import static org.interleave.eventloop.Tasks.task;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.workloads.Countdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every strategy of this module has to do, with its default options. */
@ParameterizedClass
@MethodSource("strategies")
@Timeout(120)
final class EventLoopStrategiesTest {

    private final Strategy strategy;

    EventLoopStrategiesTest(Strategy strategy) {
        this.strategy = strategy;
    }

    static Stream<Strategy> strategies() {
        return ServiceLoader.load(Strategy.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(strategy -> strategy.getClass().getPackage().equals(Netty.class.getPackage()));
    }

    private Execution open() {
        return strategy.open(Parameters.defaults(strategy.options()));
    }

    private Outcome<Long> run(Task<?>... tasks) throws InterruptedException {
        return run(0, tasks);
    }

    @SuppressWarnings("unchecked")
    private Outcome<Long> run(int cells, Task<?>... tasks) throws InterruptedException {
        try (Execution execution = open()) {
            return execution.run(
                    new Job<>(Stream.of(tasks).map(task -> (Task<Long>) task).toList(), cells));
        }
    }

    @Test
    void countsDownAsTheOracleSays() throws Exception {
        Countdown countdown = new Countdown();
        Parameters parameters = Parameters.defaults(countdown.parameters())
                .with(Countdown.COUNT, 3_000_001L)
                .with(Countdown.TASKS, 7L);
        try (Execution execution = open();
                Round<Long> round = countdown.prepare(parameters)) {
            for (int i = 0; i < 2; i++) {
                Outcome<Long> outcome = execution.run(round.job());
                round.verify(outcome);
                assertThat(outcome.completions()).extracting(Completion::task).containsExactly(0, 1, 2, 3, 4, 5, 6);
                assertThat(outcome.completions()).extracting(Completion::worker).doesNotContain("");
            }
        }
    }

    @Test
    void runsNoTasks() throws Exception {
        assertThat(run().completions()).isEmpty();
    }

    @Test
    void waitsOverlap() throws Exception {
        int tasks = 200;
        Duration each = Duration.ofMillis(100);
        Task<?>[] sleepers = Stream.generate(() -> script(List.of(turn -> Step.sleep(each))))
                .limit(tasks)
                .toArray(Task<?>[]::new);
        long begin = System.nanoTime();
        run(sleepers).results();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(each)
                .isLessThan(each.multipliedBy(tasks / 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999, 50_000, 3_000_000})
    void sleepsNoShorterThanAsked(long nanoseconds) throws Exception {
        long[] begin = {0};
        Outcome<Long> outcome = run(task(turn -> {
            if (begin[0] == 0) {
                begin[0] = System.nanoTime();
                return Step.sleep(Duration.ofNanos(nanoseconds));
            }
            return Step.done(System.nanoTime() - begin[0]);
        }));
        assertThat(outcome.results().getFirst()).isGreaterThanOrEqualTo(nanoseconds);
    }

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
                        Message.copyOf(java.nio.ByteBuffer.allocate(12)
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
        try (Execution execution = open()) {
            CompletableFuture<Outcome<Long>> outcome = runAsync(execution, Job.of(List.of(sender, receiver)));
            await().until(() -> sent.get() == Port.INBOX_CAPACITY + 1);
            await().during(Duration.ofMillis(100)).until(() -> sent.get() == Port.INBOX_CAPACITY + 1);
            drain.countDown();
            outcome.get(60, TimeUnit.SECONDS).results();
        }
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

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void exchangesDatagrams(String host) throws Exception {
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0))) {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(peer, 20));
            Port.Udp port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            byte[] large = new byte[60_000];
            java.util.Arrays.fill(large, (byte) 7);
            int[] step = {0};
            Outcome<Long> outcome = run(
                    task(turn -> {
                        int now = step[0]++;
                        if (now == 40) {
                            return Step.done((long) now / 2);
                        }
                        if (now % 2 == 0) {
                            return Step.send(port, now == 38 ? Message.copyOf(large) : Message.of(now));
                        }
                        return Step.receive(port);
                    }),
                    task(turn -> Step.done(0L)));
            assertThat(outcome.results()).containsExactly(20L, 0L);
            echo.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void receivesTheDatagramItSent() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(peer, 1));
            Port.Udp port = new Port.Udp((InetSocketAddress) peer.getLocalSocketAddress());
            Message sent = Message.copyOf("over there".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            AtomicBoolean same = new AtomicBoolean();
            run(script(List.of(turn -> Step.send(port, sent), turn -> Step.receive(port), turn -> {
                        same.set(turn.message().equals(sent));
                        return Step.ready();
                    })))
                    .results();
            assertThat(same).isTrue();
            echo.get(10, TimeUnit.SECONDS);
        }
    }

    private static void echo(DatagramSocket socket, int times) {
        try {
            socket.setSoTimeout(30_000);
            DatagramPacket packet = new DatagramPacket(new byte[65_507], 65_507);
            for (int i = 0; i < times; i++) {
                packet.setLength(65_507);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aBlockingCallLetsOthersRun() throws Exception {
        CountDownLatch other = new CountDownLatch(1);
        AtomicInteger brought = new AtomicInteger();
        run(
                        script(List.of(
                                turn -> Step.blocking(() -> {
                                    other.await();
                                    return Message.of(42);
                                }),
                                turn -> {
                                    brought.set((int) turn.message().asLong());
                                    return Step.ready();
                                })),
                        task(turn -> {
                            other.countDown();
                            return Step.done(0L);
                        }))
                .results();
        assertThat(brought).hasValue(42);
    }

    @Test
    void aTaskFailsAlone() throws Exception {
        Outcome<Long> outcome = run(
                task(turn -> {
                    throw new java.io.IOException("broken");
                }),
                script(List.of(turn -> Step.blocking(() -> {
                    throw new java.util.concurrent.CancellationException("call broken");
                }))),
                script(List.of(turn -> Step.sleep(Duration.ofMillis(5)))),
                task(turn -> {
                    throw new StackOverflowError("deep");
                }));
        assertThat(outcome.completions().stream()
                        .filter(Completion.Failed.class::isInstance)
                        .map(completion ->
                                ((Completion.Failed<?>) completion).failure().summary()))
                .containsExactly(
                        "java.io.IOException: broken",
                        "java.util.concurrent.CancellationException: call broken",
                        "java.lang.StackOverflowError: deep");
        assertThat(outcome.completions().get(2)).isInstanceOf(Completion.Succeeded.class);
    }

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
            await().until(() -> begun.get() == 4);
            execution.cancel();
            assertThat(outcome.get(60, TimeUnit.SECONDS).completions())
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
    void exactCellsLoseNothing() throws Exception {
        int tasks = 4;
        long each = 50_000;
        Outcome<Long> outcome =
                run(2, IntStream.range(0, tasks).mapToObj(index -> adder(each)).toArray(Task<?>[]::new));
        assertThat(outcome.exactCells()).isTrue();
        assertThat(outcome.cells()).containsExactly(tasks * each, -tasks * each);
    }

    /** Adds one to the first cell and takes one from the second: a tick to load, a tick to store. */
    private static Task<Long> adder(long times) {
        long[] state = {0, 0, 0};
        return task(turn -> {
            for (int tick = 0; tick < turn.ticks(); tick++) {
                int cell = (int) (state[0] / 2 % 2);
                if (state[0] % 2 == 0) {
                    state[1] = turn.cell(cell).load();
                    state[0]++;
                } else if (turn.cell(cell).store(state[1], state[1] + 1 - 2 * cell)) {
                    state[0]++;
                } else {
                    state[0]--;
                }
                if (state[0] == times * 4) {
                    return Step.done(times);
                }
            }
            return Step.ready();
        });
    }

    @Test
    void leavesNoThread() throws Exception {
        Set<Thread> before = liveThreads();
        for (int i = 0; i < 2; i++) {
            exchangesDatagrams("127.0.0.1");
            aBlockingCallLetsOthersRun();
            exactCellsLoseNothing();
        }
        await().pollInSameThread().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Set<Thread> left = liveThreads();
            left.removeAll(before);
            left.removeIf(thread -> thread.getName().startsWith("ForkJoinPool.commonPool"));
            assertThat(left).isEmpty();
        });
    }

    private static Set<Thread> liveThreads() {
        Set<Thread> threads = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        threads.addAll(Thread.getAllStackTraces().keySet());
        return threads;
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
        assertThat(outcome.get(60, TimeUnit.SECONDS).completions().getFirst()).isInstanceOf(Completion.Cancelled.class);
    }

    @Test
    void optionsAreCheckedAtTheDoor() {
        assertThat(Parameters.of(strategy.name(), strategy.options(), java.util.Map.of(), Preset.FULL)
                        .asText())
                .hasSameSizeAs(strategy.options());
    }

    private static CompletableFuture<Outcome<Long>> runAsync(Execution execution, Job<Long> job) {
        CompletableFuture<Outcome<Long>> outcome = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                outcome.complete(execution.run(job));
            } catch (Throwable thrown) {
                outcome.completeExceptionally(thrown);
            }
        });
        return outcome;
    }
}
