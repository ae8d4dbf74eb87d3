package org.interleave.benchmarks;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Execution;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Tick;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does our machinery cost? The same countdown as a hand-written loop, and as one task through {@code advance}
 * under a strategy.
 *
 * <p>Expected: {@code countdown} on {@code sequential} within 1.03 times {@code handWritten}; {@code countdown} on
 * {@code giant-lock-timed}, where nobody competes for the lock, within 1.05 times {@code countdown} on {@code
 * sequential}. These are also the plain JMH figures to hold against what {@code interleave run countdown --set tasks=1}
 * measures.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Xmx2g"
        })
public class MachineryBenchmark {

    /** Ticks in one operation, as many as the quick preset has. */
    private static final long TICKS = 5_000_000;

    /** A number that the compiler cannot know. */
    @State(Scope.Thread)
    public static class Loop {

        private final long seed = Tick.seed(System.nanoTime());
    }

    /** The arithmetic alone. */
    @Benchmark
    public long handWritten(Loop loop) {
        long x = loop.seed;
        for (long left = TICKS; left > 0; left--) {
            for (int round = 0; round < Tick.ROUNDS; round++) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
            }
        }
        return x;
    }

    /** An open strategy and the workload. */
    @State(Scope.Benchmark)
    public static class Machinery {

        /** The strategies to hold against the loop. */
        @Param({"sequential", "giant-lock-timed"})
        public String strategy = "";

        private final Workload<?> workload = catalog().workload("countdown");
        private final Parameters parameters = Parameters.of(
                workload.name(),
                workload.parameters(),
                Map.of("count", Long.toString(TICKS), "tasks", "1"),
                Preset.QUICK);
        private @Nullable Execution execution;

        private static Catalog catalog() {
            return Catalog.load(MachineryBenchmark.class.getClassLoader());
        }

        /** Opens the strategy. */
        @Setup(Level.Trial)
        public void open() {
            Strategy chosen = catalog().strategy(strategy);
            execution = chosen.open(Parameters.defaults(chosen.options()));
        }

        /** Closes it. */
        @TearDown(Level.Trial)
        public void close() {
            execution().close();
        }

        private Execution execution() {
            Execution open = execution;
            if (open == null) {
                throw new IllegalStateException("not open");
            }
            return open;
        }

        private Object run() throws InterruptedException {
            return run(workload);
        }

        private <R extends Serializable> Object run(Workload<R> typed) throws InterruptedException {
            return execution().run(typed.prepare(parameters).job());
        }
    }

    /** One task through a strategy. */
    @Benchmark
    public Object countdown(Machinery machinery) throws InterruptedException {
        return machinery.run();
    }
}
