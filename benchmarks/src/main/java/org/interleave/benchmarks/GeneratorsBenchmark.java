package org.interleave.benchmarks;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a task cost on {@code generators}, held against what Java has for one thread with a queue and timers, {@link
 * ScheduledThreadPoolExecutor}, and against a selector by hand? Expected: {@code sleepChain} and {@code waits} within 1.3
 * times their twins, {@code hopChain} within 100 ns, {@code roundTrip} within 1.15 times, {@code message} within 1.3 times.
 */
public class GeneratorsBenchmark extends EngineBenchmark {

    /** The strategy, and a peer. */
    @State(Scope.Benchmark)
    public static class Ours {

        private final OpenStrategy generators = new OpenStrategy(new GeneratorsStrategy(), Map.of());
        private final EchoPeer peer = new EchoPeer();

        /** Closes it. */
        @TearDown
        public void close() {
            generators.close();
            peer.close();
        }
    }

    /** A thread with a queue, and a peer. */
    @State(Scope.Benchmark)
    public static class Bare {

        private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
        private final EchoPeer peer = new EchoPeer();

        /** Shuts it down. */
        @TearDown
        public void close() {
            thread.close();
            peer.close();
        }
    }

    /** A task that sleeps for no time. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public Object sleepChain(Ours our) throws InterruptedException {
        return our.generators.run(EngineTasks.sleeps());
    }

    /** A timer for no time. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public void bareSleepChain(Bare bare) throws InterruptedException {
        chain(bare.thread, EngineTasks.SLEEPS, link -> bare.thread.schedule(link, 0, NANOSECONDS));
    }

    /** A task that gives way. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.HOPS)
    public Object hopChain(Ours our) throws InterruptedException {
        return our.generators.run(EngineTasks.hops());
    }

    /** What the thread executes after what it has before it. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.HOPS)
    public void bareHopChain(Bare bare) throws InterruptedException {
        chain(bare.thread, EngineTasks.HOPS, bare.thread::execute);
    }

    /** A task that sends a datagram and receives the answer. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public Object roundTrip(Ours our) throws InterruptedException {
        return our.generators.run(EngineTasks.roundTrips(our.peer.address()));
    }

    /** A selector with one socket. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public void bareRoundTrip(Bare bare) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        bare.thread.execute(() -> {
            ask(bare.peer.address());
            done.countDown();
        });
        done.await();
    }

    private static void ask(InetSocketAddress peer) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(EngineTasks.MESSAGE_BYTES);
        try (Selector selector = Selector.open();
                DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(peer);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            for (int trip = 0; trip < EngineTasks.ROUND_TRIPS; trip++) {
                channel.write(buffer.clear());
                selector.select(key -> {});
                channel.read(buffer.clear());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message between tasks. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public Object message(Ours our) throws InterruptedException {
        return our.generators.run(EngineTasks.messages());
    }

    /** What something on the thread has it execute, without a bound to how much. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public void bareMessage(Bare bare) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        long[] received = {0};
        bare.thread.execute(() -> {
            for (int message = 0; message < EngineTasks.MESSAGES; message++) {
                bare.thread.execute(() -> {
                    received[0]++;
                    if (received[0] == EngineTasks.MESSAGES) {
                        done.countDown();
                    }
                });
            }
        });
        done.await();
    }

    /** A million tasks that wait at the same time. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 5)
    @Measurement(iterations = 5)
    public Object waits(Ours our, EngineTasks.Waits waits) throws InterruptedException {
        return our.generators.run(waits.job());
    }

    /** A million timers. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 5)
    @Measurement(iterations = 5)
    public void bareWaits(Bare bare) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(EngineTasks.WAITS);
        for (int wait = 0; wait < EngineTasks.WAITS; wait++) {
            bare.thread.schedule(done::countDown, EngineTasks.WAIT.toNanos(), NANOSECONDS);
        }
        done.await();
    }
}
