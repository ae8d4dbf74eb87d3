package org.interleave.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does {@code akka} cost, held against actors written by hand? All on a dispatcher of one thread.
 *
 * <p>A sleep for no time gives way: by hand that is an actor that tells itself to go on, {@code bareSleeps}. A timer for no time
 * is beside it, {@code bareTimers}: the scheduler runs it at once, so it is the same with more around it.
 *
 * <p>By hand, round trips are a handler of Akka's that sends the next datagram when it has received one, and needs no
 * acknowledgement. Messages have the same number in flight: a sender may send {@link
 * org.interleave.core.Port#INBOX_CAPACITY} before the receiver says that it has taken half of them.
 */
public class AkkaBenchmark extends EngineBenchmark {

    /** The strategy and a peer. */
    @State(Scope.Benchmark)
    public static class Ours {

        private @Nullable OpenStrategy akka;
        private @Nullable EchoPeer peer;

        /** Opens both. */
        @Setup
        public void open() {
            akka = new OpenStrategy(new AkkaStrategy(), Map.of());
            peer = new EchoPeer();
        }

        /** Closes both. */
        @TearDown
        public void close() {
            akka().close();
            peer().close();
        }

        private OpenStrategy akka() {
            return Objects.requireNonNull(akka);
        }

        private EchoPeer peer() {
            return Objects.requireNonNull(peer);
        }
    }

    /** Actors by hand and a peer. */
    @State(Scope.Benchmark)
    public static class Bare {

        private @Nullable BareActors actors;
        private @Nullable EchoPeer peer;

        /** Opens both. */
        @Setup
        public void open() {
            actors = new BareActors();
            peer = new EchoPeer();
        }

        /** Closes both. */
        @TearDown
        public void close() {
            actors().close();
            peer().close();
        }

        private BareActors actors() {
            return Objects.requireNonNull(actors);
        }

        private EchoPeer peer() {
            return Objects.requireNonNull(peer);
        }
    }

    /** A task sleeps for no time, again and again. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public List<Integer> sleeps(Ours ours) throws InterruptedException {
        return ours.akka().run(EngineTasks.sleeps());
    }

    /** An actor tells itself to go on. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public void bareSleeps(Bare bare) throws InterruptedException {
        bare.actors().tellItself(EngineTasks.SLEEPS);
    }

    /** An actor starts a timer for no time. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public void bareTimers(Bare bare) throws InterruptedException {
        bare.actors().startTimers(EngineTasks.SLEEPS);
    }

    /** A task gives way, which is what a sleep for no time does too. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.HOPS)
    public List<Integer> hops(Ours ours) throws InterruptedException {
        return ours.akka().run(EngineTasks.hops());
    }

    /** A task sends datagrams and receives answers. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public List<Integer> roundTrips(Ours ours) throws InterruptedException {
        return ours.akka().run(EngineTasks.roundTrips(ours.peer().address()));
    }

    /** An actor does. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public void bareRoundTrips(Bare bare) throws InterruptedException {
        bare.actors().exchange(EngineTasks.ROUND_TRIPS, bare.peer().address());
    }

    /** A task sends messages to another. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public List<Integer> messages(Ours ours) throws InterruptedException {
        return ours.akka().run(EngineTasks.messages());
    }

    /** An actor does. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public void bareMessages(Bare bare) throws InterruptedException {
        bare.actors().send(EngineTasks.MESSAGES);
    }

    /** A million tasks wait. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    @Fork(value = 3, jvmArgs = {"-XX:+UseSerialGC", "-Xms6g", "-Xmx6g", "-Xmn2g"})
    public List<Integer> waits(Ours ours) throws InterruptedException {
        return ours.akka().run(EngineTasks.waits());
    }

    /** A million actors do. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    @Fork(value = 3, jvmArgs = {"-XX:+UseSerialGC", "-Xms6g", "-Xmx6g", "-Xmn2g"})
    public void bareWaits(Bare bare) throws InterruptedException {
        bare.actors().await(EngineTasks.WAITS, EngineTasks.WAIT);
    }
}
