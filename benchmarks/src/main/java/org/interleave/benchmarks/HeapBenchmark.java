package org.interleave.benchmarks;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.interleave.core.catalog.Catalog;

/**
 * How much heap does a wait take, held against the bare engine's timer? A million waits at once; what the heap holds then
 * after a collection, less what it held before, divided by their number. A strategy's figure has in it the task, of 16
 * bytes, and all that is kept for it: its place in the job, its run, its inbox; the twin's has a timer and the closure that
 * it runs.
 *
 * <pre>
 * java -Xmx4g -XX:+UseSerialGC -cp "benchmarks/target/*:benchmarks/target/lib/*" \
 *     org.interleave.benchmarks.HeapBenchmark [STRATEGY | bare-netty | bare-executor]...
 * </pre>
 */
final class HeapBenchmark {

    private static final Duration LONG = Duration.ofDays(1);

    /** The twins, which have no strategy's name. */
    private static final Map<String, Supplier<Waits>> BARE =
            Map.of("bare-netty", BareNetty::new, "bare-executor", BareExecutor::new);

    private HeapBenchmark() {}

    /** Many waits on some engine. */
    private interface Waits extends AutoCloseable {

        /** Begins them, each of which counts down. */
        void begin(CountDownLatch begun);

        /** Ends them. */
        @Override
        void close();
    }

    /** Measures each in a JVM that has measured those before it. */
    public static void main(String[] args) throws InterruptedException {
        List<String> names =
                args.length > 0 ? List.of(args) : List.of("netty", "bare-netty", "generators", "bare-executor");
        for (String name : names) {
            Supplier<Waits> waits = BARE.getOrDefault(name, () -> new StrategyWaits(name));
            perWait(waits, EngineTasks.WAITS / 100); // what is made once is there afterwards
            System.out.printf(Locale.ROOT, "%-16s %6.0f bytes per wait%n", name, perWait(waits, EngineTasks.WAITS));
        }
    }

    private static double perWait(Supplier<Waits> engine, int count) throws InterruptedException {
        try (Waits waits = engine.get()) {
            long before = live();
            CountDownLatch begun = new CountDownLatch(count);
            waits.begin(begun);
            begun.await();
            return (double) (live() - before) / count;
        }
    }

    private static long live() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** A strategy's tasks. */
    private static final class StrategyWaits implements Waits {

        private final OpenStrategy strategy;
        private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();

        StrategyWaits(String name) {
            strategy = new OpenStrategy(
                    Catalog.load(HeapBenchmark.class.getClassLoader()).strategy(name), Map.of());
        }

        @Override
        public void begin(CountDownLatch begun) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    strategy.runUntilCancelled(EngineTasks.endlessWaits(Math.toIntExact(begun.getCount()), begun));
                    cancelled.complete(true);
                } catch (InterruptedException | RuntimeException | Error e) {
                    cancelled.completeExceptionally(e);
                }
            });
        }

        @Override
        public void close() {
            strategy.close();
            cancelled.join();
        }
    }

    /** Timers of one of Netty's loops. */
    private static final class BareNetty implements Waits {

        private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        private final EventLoop loop = group.next();

        @Override
        public void begin(CountDownLatch begun) {
            long count = begun.getCount();
            loop.execute(() -> {
                for (long wait = 0; wait < count; wait++) {
                    loop.schedule(new Closure(begun), LONG.toNanos(), NANOSECONDS);
                    begun.countDown();
                }
            });
        }

        @Override
        public void close() {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** Timers of Java's executor with one thread. */
    private static final class BareExecutor implements Waits {

        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

        @Override
        public void begin(CountDownLatch begun) {
            for (long count = begun.getCount(); count > 0; count--) {
                executor.schedule(new Closure(begun), LONG.toNanos(), NANOSECONDS);
                begun.countDown();
            }
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** What a timer runs: an object of its own, as one has that has something to remember. */
    private record Closure(CountDownLatch state) implements Runnable {

        @Override
        public void run() {
            state.countDown();
        }
    }
}
