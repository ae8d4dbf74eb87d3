package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Availability;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Step;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.workloads.Echo;
import org.interleave.core.workloads.Messages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task that waits does to the thread of a pool. */
@Timeout(120)
final class PoolsTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void aTaskOfAFixedPoolThatWaitsKeepsItsThread() throws InterruptedException {
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Outcome<Long> outcome = run(
                new ThreadPool(),
                Map.of("threads", "2"),
                tasks(
                        8,
                        () -> Step.blocking(() -> {
                            most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
                            Thread.sleep(20);
                            waiting.decrementAndGet();
                            return Message.EMPTY;
                        })));
        assertThat(outcome.results()).hasSize(8);
        assertThat(most.get()).as("tasks that waited at a time").isBetween(1, 2);
    }

    @Test
    void aTaskOfAForkJoinPoolThatWaitsIsReplaced() throws InterruptedException {
        int size = 8;
        CountDownLatch allWaiting = new CountDownLatch(size);
        Outcome<Long> outcome = run(
                new ForkJoin(),
                Map.of("parallelism", "1"),
                tasks(
                        size,
                        () -> Step.blocking(() -> {
                            allWaiting.countDown();
                            allWaiting.await();
                            return Message.EMPTY;
                        })));
        assertThat(outcome.results()).hasSize(size);
    }

    @Test
    void aTaskThatComputesStartsBesideAsManyThatWaitAsThereAreThreads() throws InterruptedException {
        CountDownLatch computed = new CountDownLatch(1);
        List<Task<Long>> tasks = new ArrayList<>(tasks(
                2,
                () -> Step.blocking(() -> {
                    computed.await();
                    return Message.EMPTY;
                })));
        tasks.addAll(tasks(1, () -> {
            computed.countDown();
            return Step.done(0L);
        }));
        assertThat(run(new ForkJoin(), Map.of("parallelism", "2"), tasks).results())
                .hasSize(3);
    }

    @Test
    void theThreadsOfAPoolAreThereBeforeTheFirstRun() throws InterruptedException {
        for (Strategy strategy : List.of(new ThreadPool(), new ForkJoin())) {
            try (Execution execution = strategy.open(Parameters.defaults(strategy.options()))) {
                Set<Thread> before = Thread.getAllStackTraces().keySet();
                Set<Thread> used = ConcurrentHashMap.newKeySet();
                execution
                        .run(Job.of(tasks(100, () -> {
                            used.add(Thread.currentThread());
                            return Step.ready();
                        })))
                        .results();
                assertThat(used).as(strategy.name()).isNotEmpty().isSubsetOf(before);
            }
        }
    }

    @Test
    void aFixedPoolRefusesTasksThatWaitForEachOther() {
        for (var workload : List.of(new Messages(), new Echo())) {
            assertThat(new ThreadPool().supports(workload))
                    .isInstanceOfSatisfying(
                            Availability.Unavailable.class,
                            unavailable -> assertThat(unavailable.reason()).contains("keeps its thread"));
        }
    }

    @Test
    void cancellingReachesTasksInTheQueueAndSparesTheNextRun() throws Exception {
        for (Strategy strategy : List.of(new ThreadPool(), new ForkJoin())) {
            try (Execution execution = strategy.open(Parameters.defaults(strategy.options()))) {
                CountDownLatch begun = new CountDownLatch(1);
                Thread canceller = Thread.ofPlatform().daemon().start(() -> {
                    try {
                        begun.await();
                        execution.cancel();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                Outcome<Long> cancelled = execution.run(Job.of(tasks(100, () -> {
                    begun.countDown();
                    return Step.sleep(LONG);
                })));
                canceller.join();
                assertThat(cancelled.completions()).hasSize(100).allMatch(Completion.Cancelled.class::isInstance);
                Outcome<Long> next = execution.run(Job.of(tasks(100, () -> Step.sleep(Duration.ofMillis(1)))));
                assertThat(next.results()).as(strategy.name()).hasSize(100);
            }
        }
    }

    private static Outcome<Long> run(Strategy strategy, Map<String, String> options, List<Task<Long>> tasks)
            throws InterruptedException {
        Parameters parameters = Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK);
        try (Execution execution = strategy.open(parameters)) {
            return execution.run(Job.of(tasks));
        }
    }

    /** Tasks that take one step and are done. */
    private static List<Task<Long>> tasks(int size, FirstStep first) {
        List<Task<Long>> tasks = new ArrayList<>();
        for (int index = 0; index < size; index++) {
            tasks.add(new TwoTurns(first));
        }
        return tasks;
    }

    private interface FirstStep extends Serializable {
        Step<Long> get() throws Exception;
    }

    private static final class TwoTurns implements Task<Long> {

        private static final long serialVersionUID = 1;

        private final FirstStep first;
        private boolean begun;

        TwoTurns(FirstStep first) {
            this.first = first;
        }

        @Override
        public Step<Long> advance(Turn turn) throws Exception {
            if (begun) {
                return Step.done(1L);
            }
            begun = true;
            return first.get();
        }
    }
}
