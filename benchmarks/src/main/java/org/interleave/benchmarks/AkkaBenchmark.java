package org.interleave.benchmarks;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a task cost on {@code akka}, held against actors written by hand, all on a dispatcher of one thread? Expected: {@code
 * sleepChain}, {@code roundTrip} and {@code waits} within 1.3 times their twins, {@code message} within 1.5 times.
 *
 * <p>A sleep for no time gives way. Whoever writes that for Akka has an actor tell itself to go on, {@code bareSleepChain}, which
 * is what a task that gives way does too; beside it is {@code bareTimerChain}, a timer for no time, which the scheduler rings at
 * once. By hand, round trips are a handler of Akka's that sends the next datagram when one comes, and needs no acknowledgement.
 * Messages have the same number in flight: a sender may send {@link org.interleave.core.Port#INBOX_CAPACITY} before the
 * receiver says that it has taken half of them.
 */
public class AkkaBenchmark extends EngineBenchmark {

    /** The strategy, and a peer. */
    @State(Scope.Benchmark)
    public static class OneThread {

        private final OpenStrategy akka = new OpenStrategy(new AkkaStrategy(), Map.of());
        private final EchoPeer peer = new EchoPeer();

        /** Closes it. */
        @TearDown
        public void close() {
            akka.close();
            peer.close();
        }
    }

    /** Actors by hand, and a peer. */
    @State(Scope.Benchmark)
    public static class Bare {

        private final BareActors actors = new BareActors();
        private final EchoPeer peer = new EchoPeer();

        /** Closes it. */
        @TearDown
        public void close() {
            actors.close();
            peer.close();
        }
    }

    /** A task that sleeps for no time. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public Object sleepChain(OneThread our) throws InterruptedException {
        return our.akka.run(EngineTasks.sleeps());
    }

    /** An actor that tells itself to go on. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public void bareSleepChain(Bare bare) throws InterruptedException {
        bare.actors.tellItself(EngineTasks.SLEEPS);
    }

    /** An actor that starts a timer for no time. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public void bareTimerChain(Bare bare) throws InterruptedException {
        bare.actors.startTimers(EngineTasks.SLEEPS);
    }

    /** A task that sends a datagram and receives the answer. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public Object roundTrip(OneThread our) throws InterruptedException {
        return our.akka.run(EngineTasks.roundTrips(our.peer.address()));
    }

    /** An actor that does. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public void bareRoundTrip(Bare bare) throws InterruptedException {
        bare.actors.exchange(EngineTasks.ROUND_TRIPS, bare.peer.address());
    }

    /** A message between tasks. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public Object message(OneThread our) throws InterruptedException {
        return our.akka.run(EngineTasks.messages());
    }

    /** A message between actors. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public void bareMessage(Bare bare) throws InterruptedException {
        bare.actors.send(EngineTasks.MESSAGES);
    }

    /** A million tasks that wait at the same time. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    @Fork(jvmArgs = {"-XX:+UseSerialGC", "-Xms6g", "-Xmx6g", "-Xmn2g", "--sun-misc-unsafe-memory-access=allow"})
    public Object waits(OneThread our) throws InterruptedException {
        return our.akka.run(EngineTasks.waits());
    }

    /** A million actors that do. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    @Fork(jvmArgs = {"-XX:+UseSerialGC", "-Xms6g", "-Xmx6g", "-Xmn2g", "--sun-misc-unsafe-memory-access=allow"})
    public void bareWaits(Bare bare) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(EngineTasks.WAITS);
        Runnable end =
                bare.actors.wait(EngineTasks.WAITS, EngineTasks.WAIT, new CountDownLatch(EngineTasks.WAITS), over);
        over.await();
        end.run();
    }
}
