package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.interleave.core.Availability;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.StrategyException;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.workloads.Countdown;
import org.interleave.core.workloads.Messages;
import org.interleave.core.workloads.SharedCounter;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.interleave.threads.LockEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Needs(Resource.C_COMPILER)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class NativeInstancesTest {

    private final NativeInstances strategy = new NativeInstances();

    private Execution open(String instances) {
        return strategy.open(Parameters.of(
                strategy.name(),
                strategy.options(),
                Map.of("instances", instances, "switch-interval", "100us"),
                Preset.QUICK));
    }

    private static Outcome<Long> run(Execution execution, List<Task<Long>> tasks) throws InterruptedException {
        return execution.run(Job.of(tasks));
    }

    @Test
    void supportsWhatHasTwinsAndSharesNoMemory() {
        assertThat(strategy.supports(new Countdown())).isEqualTo(Availability.available());
        assertThat(strategy.supports(new Messages())).isEqualTo(Availability.available());
        assertThat(strategy.supports(new SharedCounter()))
                .isEqualTo(new Availability.Unavailable(Feature.SHARED_CELLS.absence()));
        assertThat(new NativeHeld().supports(new Messages()))
                .isInstanceOfSatisfying(
                        Availability.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason()).contains("no task of this workload"));
    }

    /** Between two instances, and within one, whose two threads take turns. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void messagesAreHandedOverInC(String instances) throws InterruptedException {
        Messages messages = new Messages();
        Parameters parameters = Parameters.defaults(messages.parameters()).with(Messages.COUNT, 100_000L);
        try (Round<Long> round = messages.prepare(parameters);
                Execution execution = open(instances)) {
            Outcome<Long> outcome = execution.run(round.job());

            round.verify(outcome);
            // as many calls as a thousand messages each take, and more only where a thread waited
            assertThat(outcome.metrics().get(NativeStrategy.NATIVE_CALLS))
                    .isNotNull()
                    .satisfies(calls -> assertThat(calls.value()).isGreaterThanOrEqualTo(200));
        }
    }

    @Test
    void theThreadsOfOneInstanceTakeTurnsAtItsLock() throws InterruptedException {
        try (Execution execution = open("1")) {
            Outcome<Long> outcome =
                    run(execution, List.of(TwinTask.countdown(5, 3_000_000), TwinTask.countdown(6, 3_000_000)));

            assertThat(outcome.results()).containsExactly(Tick.jump(5, 3_000_000), Tick.jump(6, 3_000_000));
            assertThat(outcome.metrics().get(LockEvents.FORCED_SWITCHES))
                    .isNotNull()
                    .satisfies(switches -> assertThat(switches.value()).isPositive());
        }
    }

    @Test
    void eachInstanceHasALockOfItsOwn() throws InterruptedException {
        try (Execution execution = open("2")) {
            Outcome<Long> outcome =
                    run(execution, List.of(TwinTask.countdown(5, 3_000_000), TwinTask.countdown(6, 3_000_000)));

            assertThat(outcome.results()).containsExactly(Tick.jump(5, 3_000_000), Tick.jump(6, 3_000_000));
            assertThat(outcome.metrics())
                    .containsEntry(LockEvents.FORCED_SWITCHES, Metric.count(0))
                    .containsKey(Metric.WORKER_START);
        }
    }

    /** A task in Java holds the same lock, and passes checkpoints at it. */
    @Test
    void tasksInJavaShareAnInstanceWithThoseInC() throws InterruptedException {
        Task<Long> inJava = new Task<>() {
            private static final long serialVersionUID = 1;
            private long turns;

            @Override
            public Step<Long> advance(Turn turn) {
                return turns++ < 10_000 ? Step.ready() : Step.done(turns);
            }
        };
        try (Execution execution = open("1")) {
            assertThat(run(execution, List.of(inJava, TwinTask.endlessSpin(true)))
                            .results())
                    .first()
                    .isEqualTo(10_001L);
        }
    }

    @Test
    void manyInstancesLiveBesideEachOther() throws InterruptedException {
        List<Task<Long>> tasks = LongStream.range(0, 100)
                .<Task<Long>>mapToObj(seed -> TwinTask.countdown(seed + 1, 1_000))
                .toList();
        try (Execution execution = open("100")) {
            for (int i = 0; i < 10; i++) {
                assertThat(run(execution, tasks).results()).first().isEqualTo(Tick.jump(1, 1_000));
            }
        }
    }

    @Test
    void aMessageToNobodyFailsItsTask() throws InterruptedException {
        try (Execution execution = open("2")) {
            Outcome<Long> outcome =
                    run(execution, List.of(TwinTask.words("produce", 0, 10, 8, 7), TwinTask.countdown(5, 10)));

            assertThat(outcome.completions().get(0)).isInstanceOf(Completion.Failed.class);
            assertThat(outcome.completions().get(1)).isInstanceOf(Completion.Succeeded.class);
        }
    }

    /** More than there is memory for: who sends to a task that has failed, or runs in Java, does not wait for it. */
    @Test
    void messagesToATaskThatDoesNotReceiveAreDropped() throws InterruptedException {
        Task<Long> inJava = turn -> Step.done(0L);
        try (Execution execution = open("4")) {
            Outcome<Long> outcome = run(
                    execution,
                    List.of(
                            TwinTask.words("produce", 0, 100_000, 8, 2),
                            TwinTask.words("produce", 0, 100_000, 8, 3),
                            TwinTask.words("consume", 0),
                            inJava));

            assertThat(outcome.completions().get(2)).isInstanceOf(Completion.Failed.class);
            assertThat(outcome.completions().get(0))
                    .isInstanceOfSatisfying(
                            Completion.Succeeded.class,
                            sent -> assertThat(sent.result()).isEqualTo(100_000L));
            assertThat(outcome.completions().get(1)).isInstanceOf(Completion.Succeeded.class);
        }
    }

    @Test
    void withoutAnInstanceThereIsNobodyToSendTo() throws InterruptedException {
        NativeHeld held = new NativeHeld();
        try (Execution execution = held.open(Parameters.defaults(held.options()))) {
            Outcome<Long> outcome = run(execution, List.of(TwinTask.words("consume", 0, 0, 10)));

            assertThat(outcome.completions().getFirst())
                    .isInstanceOfSatisfying(
                            Completion.Failed.class,
                            failed -> assertThat(failed.failure().summary())
                                    .endsWith("needs an interpreter instance, as native-instances has"));
        }
    }

    @Test
    void cancellingEndsAKernelThatWaits() throws Exception {
        try (ExecutorService caller = Executors.newSingleThreadExecutor();
                Execution execution = open("2")) {
            Future<Outcome<Long>> outcome =
                    caller.submit(() -> run(execution, List.of(TwinTask.words("consume", 0, 0, 10))));
            RunningKernels.awaitOne();
            execution.cancel();

            assertThat(outcome.get().completions()).hasOnlyElementsOfType(Completion.Cancelled.class);
        }
    }

    @Test
    void anInstanceNeedsASwitchInterval() {
        assertThat(NativeLibrary.availability()).isEqualTo(Availability.available());
        assertThatThrownBy(() -> InstancesOfRun.make(2, 2, Duration.ZERO))
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining("cannot be made");
    }
}
