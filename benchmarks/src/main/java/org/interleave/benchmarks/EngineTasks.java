package org.interleave.benchmarks;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The jobs that every engine is measured with, and how often each does the thing: the operations of one invocation, for the
 * bare twin to do as often.
 */
public final class EngineTasks {

    /** Sleeps in a chain. */
    static final int SLEEPS = 100_000;

    /** Turns in a chain. */
    static final int HOPS = 10_000;

    /** Datagrams there and back, one at a time. */
    static final int ROUND_TRIPS = 1_000;

    /** Messages from one task to another, which hold each other back at {@link Port#INBOX_CAPACITY}. */
    static final int MESSAGES = 100_000;

    /** The bytes of a message, or a datagram. */
    static final int MESSAGE_BYTES = Long.BYTES;

    /** Waits at once. */
    static final int WAITS = 1_000_000;

    /**
     * How long each of many waits is, short beside what it takes to begin and end them all: a run takes so much longer than
     * the engine's work at most.
     */
    static final Duration WAIT = Duration.ofMillis(100);

    private EngineTasks() {}

    /** One task that sleeps for no time, again and again. */
    static Job<Integer> sleeps() {
        return Job.of(List.of(new Chain(SLEEPS, step -> Step.sleep(Duration.ZERO))));
    }

    /** One task that gives way, again and again. */
    static Job<Integer> hops() {
        return Job.of(List.of(new Chain(HOPS, step -> Step.ready())));
    }

    /** One task that sends a datagram and receives the answer, again and again. */
    static Job<Integer> roundTrips(InetSocketAddress peer) {
        Port port = new Port.Udp(peer);
        Message message = Message.of(1);
        return Job.of(List.of(
                new Chain(2 * ROUND_TRIPS, step -> step % 2 == 0 ? Step.send(port, message) : Step.receive(port))));
    }

    /** The first task sends messages to the second. */
    static Job<Integer> messages() {
        Port inbox = new Port.Inbox(1);
        Message message = Message.of(1);
        return Job.of(List.of(
                new Chain(MESSAGES, step -> Step.send(inbox, message)),
                new Chain(MESSAGES, step -> Step.receive(inbox))));
    }

    /** Tasks that each wait once. */
    static Job<Integer> waits() {
        return Job.of(Stream.generate(() -> new Chain(1, step -> Step.sleep(WAIT)))
                .limit(WAITS)
                .toList());
    }

    /** {@link #waits}, made before the time is taken, as the closures of a bare engine's timers hardly take any. */
    @State(Scope.Benchmark)
    public static class Waits {

        private Job<Integer> job = Job.of(List.of());

        /** Makes them. */
        @Setup(Level.Iteration)
        public void make() {
            job = waits();
        }

        /** The tasks of one invocation: an iteration has no more. */
        Job<Integer> job() {
            return job;
        }
    }

    /**
     * Tasks that wait for longer than anybody does.
     *
     * @param begun counted down by each
     */
    static Job<Integer> endlessWaits(int tasks, CountDownLatch begun) {
        return Job.of(Stream.generate(() -> new EndlessWait(begun)).limit(tasks).toList());
    }

    /** Counts down, and sleeps until it is cancelled. */
    private static final class EndlessWait implements Task<Integer> {

        private static final long serialVersionUID = 1;

        private final transient CountDownLatch begun;

        EndlessWait(CountDownLatch begun) {
            this.begun = begun;
        }

        @Override
        public Step<Integer> advance(Turn turn) {
            begun.countDown();
            return Step.sleep(Duration.ofDays(1));
        }
    }

    /** A step of a chain. */
    @FunctionalInterface
    private interface NthStep extends Serializable {

        Step<Integer> take(int index);
    }

    /** Takes so many steps, and results in their number. */
    private static final class Chain implements Task<Integer> {

        private static final long serialVersionUID = 1;

        private final int length;
        private final NthStep steps;
        private int taken;

        Chain(int length, NthStep steps) {
            this.length = length;
            this.steps = steps;
        }

        @Override
        public Step<Integer> advance(Turn turn) {
            return taken < length ? steps.take(taken++) : Step.done(length);
        }
    }
}
