package org.interleave.eventloop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the tests of a class under every strategy of this module, on one thread and on several. */
@ParameterizedClass
@MethodSource("setups")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
abstract class EveryStrategy {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    @Parameter
    Setup setup = setups().getFirst();

    private @Nullable Execution execution;

    @BeforeParameterizedClassInvocation
    void openShared() {
        execution = open();
    }

    @AfterParameterizedClassInvocation
    void closeShared() {
        execution().close();
    }

    /**
     * A strategy with options.
     *
     * @param oneThread whether one thread runs all tasks
     */
    record Setup(Strategy strategy, Map<String, String> options, boolean oneThread) {

        /** Whether a task keeps its thread, the only one, until it waits. */
        boolean cooperative() {
            return oneThread && Slice.NEVER.equals(options.get(Slice.OPTION.name()));
        }

        /** Whether tasks run on virtual threads, which come and go with them. */
        boolean virtualThreads() {
            return options.containsValue("virtual-thread");
        }

        @Override
        public String toString() {
            return strategy.name() + options;
        }
    }

    static List<Setup> setups() {
        return List.of(
                new Setup(new GeneratorsStrategy(), Map.of("slice", "never"), true),
                new Setup(new GeneratorsStrategy(), Map.of(), true),
                new Setup(new NettyStrategy(), Map.of("slice", "never"), true),
                new Setup(new NettyStrategy(), Map.of(), true),
                new Setup(new NettyStrategy(), Map.of("event-loops", "3"), false),
                new Setup(new VertxStrategy(), Map.of("slice", "never"), true),
                new Setup(new VertxStrategy(), Map.of(), true),
                new Setup(new VertxStrategy(), Map.of("event-loops", "3"), false),
                new Setup(new VertxStrategy(), Map.of("mode", "virtual-thread"), false),
                new Setup(new AkkaStrategy(), Map.of("slice", "never"), true),
                new Setup(new AkkaStrategy(), Map.of(), true),
                new Setup(new AkkaStrategy(), Map.of("dispatcher-threads", "3"), false));
    }

    Setup setup() {
        return setup;
    }

    /** The execution that the tests of the class share. */
    Execution execution() {
        return Objects.requireNonNull(execution);
    }

    /** Another one, for the test to close. */
    final Execution open() {
        Strategy strategy = setup.strategy();
        return strategy.open(Parameters.of(strategy.name(), strategy.options(), setup.options(), Preset.QUICK));
    }

    Outcome<Long> run(Task<?>... tasks) throws InterruptedException {
        return execution().run(job(0, tasks));
    }

    @SuppressWarnings("unchecked")
    static Job<Long> job(int cells, Task<?>... tasks) {
        return new Job<>(Stream.of(tasks).map(task -> (Task<Long>) task).toList(), cells);
    }

    static CompletableFuture<Outcome<Long>> runAsync(Execution execution, Job<Long> job) {
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
