package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.interleave.core.Availability;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Message;
import org.interleave.core.Metric;
import org.interleave.core.NativeCall;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.workloads.Countdown;
import org.interleave.core.workloads.SharedCounter;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.interleave.threads.SwitchInterval;
import org.interleave.threads.TickPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Needs(Resource.C_COMPILER)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class NativeStrategyTest {

    private static final NativeStrategy HELD = new NativeHeld();
    private static final NativeStrategy RELEASED = new NativeReleased();
    private static final NativeStrategy FOREIGN_HELD = new ForeignHeld();
    private static final NativeStrategy FOREIGN_RELEASED = new ForeignReleased();
    private static final NativeStrategy FOREIGN_CRITICAL = new ForeignCritical();

    static List<NativeStrategy> strategies() {
        return List.of(HELD, RELEASED, FOREIGN_HELD, FOREIGN_RELEASED, FOREIGN_CRITICAL);
    }

    static List<NativeStrategy> holding() {
        return List.of(HELD, FOREIGN_HELD, FOREIGN_CRITICAL);
    }

    static List<NativeStrategy> releasing() {
        return List.of(RELEASED, FOREIGN_RELEASED);
    }

    /** Each strategy under each lock. */
    static Stream<Arguments> locks() {
        return strategies().stream()
                .flatMap(strategy ->
                        Stream.of("tick", "timed", "priority", "fair").map(lock -> Arguments.of(strategy, lock)));
    }

    private static final Availability NO_TWINS =
            new Availability.Unavailable("runs C code, and no task of this workload has a C twin");

    /** The countdown as a plug-in would write it that has never heard of C. */
    private static final class SilentAboutTwins implements Workload<Long> {

        private final Countdown countdown = new Countdown();

        @Override
        public String name() {
            return "silent";
        }

        @Override
        public String description() {
            return countdown.description();
        }

        @Override
        public List<Parameter<?>> parameters() {
            return countdown.parameters();
        }

        @Override
        public Set<Feature> needs() {
            return Set.of();
        }

        @Override
        public Round<Long> prepare(Parameters parameters) {
            return countdown.prepare(parameters);
        }
    }

    private static Execution open(Strategy strategy) {
        return strategy.open(Parameters.defaults(strategy.options()));
    }

    private static <R extends Serializable> Outcome<R> run(Strategy strategy, List<Task<R>> tasks)
            throws InterruptedException {
        try (Execution execution = open(strategy)) {
            return execution.run(Job.of(tasks));
        }
    }

    @Test
    void areFound() {
        assertThat(ServiceLoader.load(Strategy.class).stream().map(ServiceLoader.Provider::type))
                .contains(
                        NativeHeld.class,
                        NativeReleased.class,
                        ForeignHeld.class,
                        ForeignReleased.class,
                        ForeignCritical.class,
                        NativeInstances.class);
    }

    /** Ticks as a step of a task, which can be had in C only. */
    private record TicksInC(long ticks, boolean releases) implements NativeCall {

        @Override
        public Kernel<Message> twin() {
            return Kernel.ofWords("countdown", List.of(1L, ticks), Message::of);
        }

        @Override
        public Message call() {
            throw new IllegalStateException("called in Java");
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void callNativeCodeInCThatIsAStepOfATask(NativeStrategy strategy) throws InterruptedException {
        for (boolean releases : new boolean[] {false, true}) {
            List<Task<Long>> tasks = Stream.of(1_000L, 2_000L)
                    .map(ticks -> Task.<Long>direct(
                            steps -> steps.call(new TicksInC(ticks, releases)).asLong()))
                    .toList();
            Outcome<Long> outcome = run(strategy, tasks);
            assertThat(outcome.results()).containsExactly(Tick.run(1, 1_000), Tick.run(1, 2_000));
            assertThat(Objects.requireNonNull(outcome.metrics().get(NativeStrategy.NATIVE_CALLS))
                            .value())
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void runWorkloadsWithCTwinsAndRefuseOthers(NativeStrategy strategy) {
        assertThat(strategy.supports(new Countdown())).isEqualTo(Availability.available());
        assertThat(strategy.supports(new SilentAboutTwins())).isEqualTo(NO_TWINS);
        assertThat(strategy.supports(new SharedCounter())).isEqualTo(NO_TWINS);
        assertThat(strategy.options())
                .containsExactly(
                        NativeOptions.LOCK, NativeOptions.CALL_TICKS, TickPolicy.CHECK_INTERVAL, SwitchInterval.OPTION);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void agreeWithTheOracleOfAWorkload(NativeStrategy strategy) throws InterruptedException {
        Countdown countdown = new Countdown();
        Parameters parameters = Parameters.defaults(countdown.parameters())
                .with(Countdown.COUNT, 3_000_001L)
                .with(Countdown.TASKS, 4L);
        try (Round<Long> round = countdown.prepare(parameters);
                Execution execution = open(strategy)) {
            round.verify(execution.run(round.job()));
        }
    }

    /** In short calls, so that the lock changes hands. */
    @ParameterizedTest
    @MethodSource("locks")
    void runUnderEachLock(NativeStrategy strategy, String lock) throws InterruptedException {
        Parameters options = Parameters.of(
                strategy.name(),
                strategy.options(),
                Map.of("lock", lock, "call-ticks", "20k", "switch-interval", "50us", "check-interval", "50"),
                Preset.QUICK);
        try (Execution execution = strategy.open(options)) {
            Outcome<Long> outcome =
                    execution.run(Job.of(List.of(TwinTask.countdown(5, 3_000_000), TwinTask.countdown(6, 3_000_000))));

            assertThat(outcome.results()).containsExactly(Tick.jump(5, 3_000_000), Tick.jump(6, 3_000_000));
            assertThat(Objects.requireNonNull(outcome.metrics().get("switches")).value())
                    .isGreaterThan(1);
            assertThat(outcome.metrics()).containsEntry("native_calls", Metric.count(300));
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void resultsComeInTheOrderOfSubmission(NativeStrategy strategy) throws InterruptedException {
        Outcome<Long> outcome = run(
                strategy,
                List.of(TwinTask.countdown(5, 3_000_000), TwinTask.countdown(6, 10), TwinTask.countdown(7, 0)));

        assertThat(outcome.results()).containsExactly(Tick.jump(5, 3_000_000), Tick.jump(6, 10), 7L);
        assertThat(outcome.completions()).extracting(Completion::task).containsExactly(0, 1, 2);
        assertThat(outcome.completions()).extracting(Completion::worker).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aKernelIsCalledOnceItsMessageHasCome(NativeStrategy strategy) throws InterruptedException {
        Outcome<Long> outcome =
                run(strategy, List.of(TwinTask.countdown(5, 1000).afterMessage(), sender(1)));

        assertThat(outcome.results()).containsExactly(Tick.jump(5, 1000), 2L);
        assertThat(outcome.metrics()).containsEntry("native_calls", Metric.count(1));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aKernelWhoseMessageDoesNotComeIsNotCalled(NativeStrategy strategy) throws InterruptedException {
        Task<Long> silent = turn -> Step.done(1L);

        Outcome<Long> outcome = run(strategy, List.of(TwinTask.endlessSpin(true).afterMessage(), silent));

        assertThat(outcome.results()).containsExactly(0L, 1L);
        assertThat(outcome.metrics()).containsEntry("native_calls", Metric.count(0));
    }

    /** Critical calls are shorter, lest they be in the way of the whole JVM. */
    @ParameterizedTest
    @MethodSource("strategies")
    void countTheirCalls(NativeStrategy strategy) throws InterruptedException {
        Outcome<Long> outcome = run(
                strategy,
                List.of(
                        TwinTask.countdown(5, 2 * KernelCalls.SLICE_TICKS),
                        TwinTask.countdown(6, 2 * KernelCalls.SLICE_TICKS + 1)));

        assertThat(outcome.metrics())
                .containsEntry("native_calls", Metric.count(strategy == FOREIGN_CRITICAL ? 81 : 5))
                .containsKey("drop_requests");
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aTaskWhoseTwinIsUnknownFailsAlone(NativeStrategy strategy) throws InterruptedException {
        Task<Long> unknown = TwinTask.words("count-down", 1, 1);
        Outcome<Long> outcome = run(strategy, List.of(unknown, TwinTask.countdown(5, 10)));

        assertThat(failure(outcome, 0)).contains("unknown C kernel 'count-down'; did you mean 'countdown'?");
        assertThat(outcome.completions().get(1)).isInstanceOf(Completion.Succeeded.class);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aTaskThatThrowsFailsAlone(NativeStrategy strategy) throws InterruptedException {
        Task<Long> badTwin = new Task<>() {
            private static final long serialVersionUID = 1;

            @Override
            public Optional<Kernel<Long>> kernel() {
                throw new IllegalStateException("no twin today");
            }

            @Override
            public Step<Long> advance(Turn turn) {
                return Step.done(0L);
            }
        };
        Task<Long> badResult = TwinTask.spin(10, count -> {
            throw new IllegalStateException("no result today");
        });
        Task<Long> badState = TwinTask.words("primes", 0, 2, 1, 10, 0);
        Outcome<Long> outcome = run(strategy, List.of(badTwin, badResult, badState, TwinTask.countdown(5, 10)));

        assertThat(failure(outcome, 0)).endsWith("no twin today");
        assertThat(failure(outcome, 1)).endsWith("no result today");
        assertThat(failure(outcome, 2)).endsWith("a state that no task has");
        assertThat(outcome.completions().get(3)).isInstanceOf(Completion.Succeeded.class);
    }

    private static String failure(Outcome<?> outcome, int task) {
        return outcome.completions().get(task) instanceof Completion.Failed<?> failed
                ? failed.failure().summary()
                : "did not fail";
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void cancellingEndsCCodeAndTasksBesideIt(NativeStrategy strategy) throws Exception {
        Task<Long> endlessInJava = turn -> Step.ready();
        try (ExecutorService caller = Executors.newSingleThreadExecutor();
                Execution execution = open(strategy)) {
            Future<Outcome<Long>> outcome =
                    caller.submit(() -> execution.run(Job.of(List.of(TwinTask.endlessSpin(false), endlessInJava))));
            RunningKernels.awaitOne();
            execution.cancel();

            assertThat(outcome.get().completions()).hasOnlyElementsOfType(Completion.Cancelled.class);
        }
    }

    /** Sends so many messages to the first task. */
    private static Task<Long> sender(int messages) {
        return new Task<>() {
            private static final long serialVersionUID = 1;
            private long sent;

            @Override
            public Step<Long> advance(Turn turn) {
                return sent++ < messages ? Step.send(new Port.Inbox(0), Message.EMPTY) : Step.done(sent);
            }
        };
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void messagesToATaskThatRanInCAreDropped(NativeStrategy strategy) throws InterruptedException {
        Task<Long> sender = sender(3 * Port.INBOX_CAPACITY);

        assertThat(run(strategy, List.of(TwinTask.countdown(5, 3_000_000), sender))
                        .completions())
                .hasOnlyElementsOfType(Completion.Succeeded.class);
    }

    @ParameterizedTest
    @MethodSource("holding")
    void heldKeepsOthersStandingUntilTheCCodeEnds(NativeStrategy held) throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        Task<Long> inC = TwinTask.spin(30 * KernelCalls.SLICE_TICKS, count -> {
            ended.set(true);
            return count;
        });
        Task<Long> beside = new Task<>() {
            private static final long serialVersionUID = 1;
            private boolean seenInC;

            @Override
            public Step<Long> advance(Turn turn) {
                if (seenInC) {
                    return Step.done(ended.get() ? 1L : 0L);
                }
                seenInC = true;
                return Step.blocking(() -> {
                    RunningKernels.awaitOneOr(ended);
                    return Message.EMPTY;
                });
            }
        };

        assertThat(run(held, List.of(beside, inC)).results()).containsExactly(1L, 30 * KernelCalls.SLICE_TICKS);
    }

    @ParameterizedTest
    @MethodSource("holding")
    void betweenTwoCallsOthersGetALockThatIsKept(NativeStrategy held) throws InterruptedException {
        Parameters options = Parameters.of(held.name(), held.options(), Map.of("call-ticks", "50k"), Preset.QUICK);
        Task<Long> beside = new Task<>() {
            private static final long serialVersionUID = 1;
            private int turns;

            @Override
            public Step<Long> advance(Turn turn) {
                if (turns++ == 0) {
                    return Step.blocking(() -> {
                        RunningKernels.awaitOne();
                        return Message.EMPTY;
                    });
                }
                return turns < 10_000 ? Step.ready() : Step.done(7L);
            }
        };
        try (Execution execution = held.open(options)) {
            assertThat(execution
                            .run(Job.of(List.of(TwinTask.endlessSpin(true), beside)))
                            .results())
                    .last()
                    .isEqualTo(7L);
        }
    }

    @ParameterizedTest
    @MethodSource("releasing")
    void releasedRunsCCodeWhileAnotherHoldsTheLock(NativeStrategy released) throws InterruptedException {
        Task<Long> holder = turn -> RunningKernels.any() ? Step.done(7L) : Step.ready();

        assertThat(run(released, List.of(holder, TwinTask.endlessSpin(true))).results())
                .first()
                .isEqualTo(7L);
    }

    /** The macros are in mid-call, so the kernel runs beside the holder only if they work. */
    @ParameterizedTest
    @MethodSource("releasing")
    void aKernelThatReleasesByItselfRunsBesideTheHolderToo(NativeStrategy released) throws InterruptedException {
        Task<Long> holder = turn -> RunningKernels.any() ? Step.done(7L) : Step.ready();
        Kernel<Long> endless =
                Kernel.ofWords("countdown_allowing", List.of(Tick.seed(0), Long.MAX_VALUE), word -> word);

        assertThat(run(released, List.of(holder, new TwinTask(endless, true))).results())
                .first()
                .isEqualTo(7L);
    }

    @ParameterizedTest
    @MethodSource("releasing")
    void aDaemonToldToStopResultsInWhatItHas(NativeStrategy released) throws InterruptedException {
        Task<Long> foreground = turn -> RunningKernels.any() ? Step.done(0L) : Step.ready();
        Outcome<Long> outcome = run(released, List.of(TwinTask.endlessSpin(true), foreground));
        double calls =
                Objects.requireNonNull(outcome.metrics().get("native_calls")).value();

        assertThat(outcome.results().getFirst().doubleValue())
                .isPositive()
                .isBetween((calls - 1) * KernelCalls.SLICE_TICKS, calls * KernelCalls.SLICE_TICKS);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aDaemonWithNobodyToServeDoesNotCompute(NativeStrategy strategy) throws InterruptedException {
        Outcome<Long> outcome = run(strategy, List.of(TwinTask.endlessSpin(true)));

        assertThat(outcome.results()).containsExactly(0L);
        assertThat(outcome.metrics()).containsEntry("native_calls", Metric.count(0));
    }
}
