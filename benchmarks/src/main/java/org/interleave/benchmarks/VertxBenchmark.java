package org.interleave.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Strategy;
import org.interleave.eventloop.vertx.VertxStrategy;
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
 * What does a task cost on {@code vertx}, held against Vert.x itself? Expected: everything within 1.3 times its twin.
 *
 * <p>The twin of a sleep is a timer, as that of any wait is. {@code bareHopChain} is shown beside: a chain of {@code runOnContext} is
 * faster because it does not let the loop look at timers and sockets in between, and so is no way to wait. The twin of many
 * waits is as many verticles that each wait; {@code bareTimers} shows what their timers take alone.
 */
public class VertxBenchmark extends EngineBenchmark {

    /** For JMH. */
    public VertxBenchmark() {}

    /** Vert.x with one loop, bare and as the strategy. */
    @State(Scope.Benchmark)
    public static class OneLoop {

        final BareVertx bare;
        final OpenStrategy vertx;
        final EchoPeer peer = new EchoPeer();

        /** Opens them. */
        public OneLoop() {
            this(1);
        }

        OneLoop(int eventLoops) {
            Strategy strategy = new VertxStrategy();
            bare = new BareVertx(eventLoops);
            vertx = new OpenStrategy(strategy, Map.of(VertxStrategy.EVENT_LOOPS.name(), Integer.toString(eventLoops)));
        }

        /** Closes them. */
        @TearDown
        public void close() {
            peer.close();
            vertx.close();
            bare.close();
        }
    }

    /** Vert.x with two loops. */
    @State(Scope.Benchmark)
    public static class TwoLoops extends OneLoop {

        /** Opens them. */
        public TwoLoops() {
            super(2);
        }
    }

    /** A task that sleeps for no time. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public Object sleepChain(OneLoop loop) throws InterruptedException {
        return loop.vertx.run(EngineTasks.sleeps());
    }

    /** The shortest timer. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public void bareSleepChain(OneLoop loop) {
        loop.bare.sleeps(EngineTasks.SLEEPS);
    }

    /** A handler that is run on the context. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.HOPS)
    public void bareHopChain(OneLoop loop) {
        loop.bare.hops(EngineTasks.HOPS);
    }

    /** A task that sends a datagram and receives the answer. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public Object roundTrip(OneLoop loop) throws InterruptedException {
        return loop.vertx.run(EngineTasks.roundTrips(loop.peer.address()));
    }

    /** A handler that does. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public void bareRoundTrip(OneLoop loop) {
        loop.bare.roundTrips(EngineTasks.ROUND_TRIPS, loop.peer.address());
    }

    /** A message between tasks on two loops. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public Object message(TwoLoops loops) throws InterruptedException {
        return loops.vertx.run(EngineTasks.messages());
    }

    /** A message over the event bus between two loops, as many on their way at once. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public void bareMessage(TwoLoops loops) {
        loops.bare.messages(EngineTasks.MESSAGES);
    }

    /** A message between tasks on one loop. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public Object messageWithinLoop(OneLoop loop) throws InterruptedException {
        return loop.vertx.run(EngineTasks.messages());
    }

    /** A message over the event bus within one loop, as many on their way at once. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public void bareMessageWithinLoop(OneLoop loop) {
        loop.bare.messages(EngineTasks.MESSAGES);
    }

    /** A million tasks that wait at the same time. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    public Object waits(OneLoop loop) throws InterruptedException {
        return loop.vertx.run(EngineTasks.waits());
    }

    /** A million verticles that do. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    public void bareWaits(OneLoop loop) {
        loop.bare.waits(EngineTasks.WAITS);
    }

    /** A million timers in one verticle. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    public void bareTimers(OneLoop loop) {
        loop.bare.timers(EngineTasks.WAITS);
    }
}
