package org.interleave.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How the benchmarks of engines are measured: a strategy with {@link EngineTasks}, each beside a twin that does the same
 * with the bare engine, as somebody who writes for that engine would. A twin is called as its figure with {@code bare}
 * before it. The time is that of one operation, in steady state: an invocation has thousands in a row, so that handing the
 * first to the engine and waiting for the last weighs nothing.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp 'benchmarks/target/*:benchmarks/target/lib/*' org.openjdk.jmh.Main NettyBenchmark
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {
            "-XX:+UseSerialGC",
            "-Xms2g",
            "-Xmx2g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
abstract class EngineBenchmark {

    /** For subclasses. */
    protected EngineBenchmark() {}

    /** Has an engine's thread run something that hands itself on, so many times, and waits for the last. */
    static void chain(Executor thread, int length, Consumer<Runnable> hand) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        thread.execute(new Runnable() {
            private int left = length;

            @Override
            public void run() {
                if (left-- > 0) {
                    hand.accept(this);
                } else {
                    done.countDown();
                }
            }
        });
        done.await();
    }
}
