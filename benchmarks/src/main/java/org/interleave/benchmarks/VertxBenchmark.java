package org.interleave.benchmarks;

import java.util.Map;
import org.interleave.core.Strategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does {@code vertx} cost beside bare Vert.x?
 *
 * <p>Expected: each figure within 1.3 times its twin's. The twin of a sleep is a timer, as that of a wait is; {@code bareHop} is
 * shown beside it. A chain of {@code runOnContext} is faster because it does not let the loop look at timers and sockets in
 * between, and so is no way to wait. The twin of a wait is a verticle that waits; {@code bareTimer} is what the timer takes
 * alone.
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

    /** A sleep of no time. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public Object sleep(OneLoop loop) throws InterruptedException {
        return loop.vertx.run(EngineTasks.sleeps());
    }

    /** A timer. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public void bareSleep(OneLoop loop) {
        loop.bare.sleeps(EngineTasks.SLEEPS);
    }

    /** A handler that is run. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.HOPS)
    public void bareHop(OneLoop loop) {
        loop.bare.hops(EngineTasks.HOPS);
    }

    /** A datagram there and back. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public Object roundTrip(OneLoop loop) throws InterruptedException {
        return loop.vertx.run(EngineTasks.roundTrips(loop.peer.address()));
    }

    /** The same. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public void bareRoundTrip(OneLoop loop) {
        loop.bare.roundTrips(EngineTasks.ROUND_TRIPS, loop.peer.address());
    }

    /** A message from a task to another on the same loop. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public Object message(OneLoop loop) throws InterruptedException {
        return loop.vertx.run(EngineTasks.messages());
    }

    /** A message over the event bus. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public void bareMessage(OneLoop loop) {
        loop.bare.messages(EngineTasks.MESSAGES);
    }

    /** A message from a task to another on another loop. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public Object messageAcross(TwoLoops loops) throws InterruptedException {
        return loops.vertx.run(EngineTasks.messages());
    }

    /** A message over the event bus, from a loop to another. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public void bareMessageAcross(TwoLoops loops) {
        loops.bare.messages(EngineTasks.MESSAGES);
    }

    /** One of a million tasks that wait at once. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.WAITS)
    @Warmup(iterations = 2, time = 1)
    @Measurement(iterations = 3, time = 1)
    @Fork(
            value = 2,
            jvmArgs = {"-XX:+UseSerialGC", "-Xms6g", "-Xmx6g", "--sun-misc-unsafe-memory-access=allow"})
    public Object waiting(OneLoop loop) throws InterruptedException {
        return loop.vertx.run(EngineTasks.waits());
    }

    /** One of a million verticles that do. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.WAITS)
    @Warmup(iterations = 2, time = 1)
    @Measurement(iterations = 3, time = 1)
    @Fork(
            value = 2,
            jvmArgs = {"-XX:+UseSerialGC", "-Xms6g", "-Xmx6g", "--sun-misc-unsafe-memory-access=allow"})
    public void bareWaiting(OneLoop loop) {
        loop.bare.waits(EngineTasks.WAITS);
    }

    /** One of a million timers. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.WAITS)
    @Warmup(iterations = 2, time = 1)
    @Measurement(iterations = 3, time = 1)
    @Fork(
            value = 2,
            jvmArgs = {"-XX:+UseSerialGC", "-Xms6g", "-Xmx6g", "--sun-misc-unsafe-memory-access=allow"})
    public void bareTimer(OneLoop loop) {
        loop.bare.timers(EngineTasks.WAITS);
    }
}
