package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.eventloop.Tasks.script;
import static org.interleave.eventloop.Tasks.task;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.workloads.Countdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That tasks compute, wait and fail as they should. */
final class TasksTest extends EveryStrategy {

    @Test
    void countsDownAsTheOracleSays() throws Exception {
        Countdown countdown = new Countdown();
        Parameters parameters = Parameters.defaults(countdown.parameters())
                .with(Countdown.COUNT, 3_000_001L)
                .with(Countdown.TASKS, 7L);
        try (Round<Long> round = countdown.prepare(parameters)) {
            for (int i = 0; i < 2; i++) {
                Outcome<Long> outcome = execution().run(round.job());
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
        CountDownLatch allWait = new CountDownLatch(tasks);
        Task<?>[] sleepers =
                Stream.generate(() -> sleeper(allWait)).limit(tasks).toArray(Task<?>[]::new);
        assertThat(run(sleepers).results()).hasSize(tasks).containsOnly(0L);
    }

    /** Sleeps, then again until all others have gone to sleep too, which they cannot while one sleeper keeps a thread. */
    private static Task<Long> sleeper(CountDownLatch allWait) {
        boolean[] begun = {false};
        return task(turn -> {
            if (!begun[0]) {
                begun[0] = true;
                allWait.countDown();
                return Step.sleep(Duration.ofMillis(1));
            }
            return allWait.getCount() == 0 ? Step.done(0L) : Step.sleep(Duration.ofMillis(1));
        });
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
                    throw new IOException("broken");
                }),
                script(List.of(turn -> Step.blocking(() -> {
                    throw new CancellationException("call broken");
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
    void aTaskThatComputesKeepsItsLoopUnlessItHasASlice() throws Exception {
        AtomicBoolean slept = new AtomicBoolean();
        Task<Long> sleeper = script(List.of(turn -> Step.sleep(Duration.ofMillis(1)), turn -> {
            slept.set(true);
            return Step.ready();
        }));
        boolean cooperative = setup().cooperative();
        AtomicBoolean sleptBefore = new AtomicBoolean();
        long[] end = {0};
        Task<Long> hog = task(turn -> {
            if (end[0] == 0) {
                sleptBefore.set(slept.get());
                end[0] = System.nanoTime() + Duration.ofMillis(100).toNanos();
            }
            boolean enough = cooperative ? System.nanoTime() - end[0] >= 0 : slept.get();
            return enough ? Step.done(slept.get() == sleptBefore.get() ? 1L : 0L) : Step.ready();
        });
        List<Long> results = run(sleeper, hog).results();
        if (cooperative) {
            assertThat(results).containsExactly(0L, 1L);
        }
    }

    @Test
    void theThreadsThatRunTasksAreThereBeforeTheFirstRun() throws Exception {
        assumeFalse(setup().virtualThreads());
        try (Execution execution = open()) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            Set<Thread> used = ConcurrentHashMap.newKeySet();
            Task<?>[] tasks = Stream.generate(() -> task(turn -> {
                        used.add(Thread.currentThread());
                        return Step.done(0L);
                    }))
                    .limit(100)
                    .toArray(Task<?>[]::new);
            assertThat(execution.run(job(0, tasks)).results()).hasSize(tasks.length);
            assertThat(used).isNotEmpty().isSubsetOf(before);
        }
    }

    @Test
    void theTimeToMakeAndRemoveWhatRunsTasksIsPartOfTheRun() throws Exception {
        long begun = System.nanoTime();
        Outcome<Long> outcome = run(script(List.of(turn -> Step.sleep(Duration.ofMillis(10)))));
        double wall = (System.nanoTime() - begun) / 1e9;
        assertThat(outcome.metrics().keySet())
                .isEqualTo(setup().strategy().metrics().orElseThrow());
        assertThat(outcome.metrics())
                .allSatisfy((name, metric) -> assertThat(metric.value())
                        .as("%s of a run of %s s, of which tasks slept 0.01", name, wall)
                        .isBetween(0.0, wall - 0.01));
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Strategy.class).stream().map(ServiceLoader.Provider::type))
                .contains(setup().strategy().getClass());
    }
}
