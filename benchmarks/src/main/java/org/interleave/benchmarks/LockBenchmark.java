package org.interleave.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Parameters;
import org.interleave.threads.FairPolicy;
import org.interleave.threads.GiantLock;
import org.interleave.threads.LockEvents;
import org.interleave.threads.LockPolicy;
import org.interleave.threads.PriorityPolicy;
import org.interleave.threads.TickPolicy;
import org.interleave.threads.TimedPolicy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a giant lock cost where nobody competes for it?
 *
 * <p>Expected: {@code acquireAndRelease} of every policy within 2 times {@code reentrantLock}, of {@code tick} and {@code
 * timed} within 1.5 times; {@code checkpoints} of every policy but {@code tick}, which releases and retakes at each,
 * within 1 ns of {@code loop}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LockBenchmark {

    private static final int LOOPS = 1_000;

    /** What to measure against. */
    @State(Scope.Thread)
    public static class Reference {

        private final ReentrantLock lock = new ReentrantLock();
        private long state = System.nanoTime();
    }

    /** Two operations, a release and an acquisition, count as one. */
    @Benchmark
    @SuppressWarnings("LockNotBeforeTry") // a try block would be measured too
    public void reentrantLock(Reference reference) {
        reference.lock.lock();
        reference.lock.unlock();
    }

    /** A loop with next to nothing in it. */
    @Benchmark
    @OperationsPerInvocation(LOOPS)
    public long loop(Reference reference) {
        long state = reference.state;
        for (int i = 0; i < LOOPS; i++) {
            state = next(state);
        }
        reference.state = state;
        return state;
    }

    private static long next(long state) {
        long x = state ^ state << 13;
        return x ^ x >>> 7;
    }

    /** A lock of one's own. */
    @State(Scope.Thread)
    public static class Giant {

        /** The policies. */
        @Param({"tick", "timed", "priority", "fair"})
        public String policy = "";

        private GiantLock lock = GiantLock.timed(Duration.ofMillis(5));
        private long state = System.nanoTime();

        /** Makes the lock. */
        @Setup
        public void make() {
            LockPolicy chosen =
                    switch (policy) {
                        case "tick" -> new TickPolicy();
                        case "timed" -> new TimedPolicy();
                        case "priority" -> new PriorityPolicy();
                        case "fair" -> new FairPolicy();
                        default -> throw new IllegalArgumentException("no policy " + policy);
                    };
            lock = chosen.newLock(Parameters.defaults(chosen.options()), LockEvents.counting());
        }
    }

    /** The same, held. */
    @State(Scope.Thread)
    public static class Held extends Giant {

        /** Takes the lock, before every iteration, on the thread that runs it. */
        @Setup(Level.Iteration)
        public void acquire() {
            super.lock.acquire();
        }

        /** Releases it. */
        @TearDown(Level.Iteration)
        public void release() {
            super.lock.release();
        }
    }

    /** Takes and releases a lock that is free. */
    @Benchmark
    public void acquireAndRelease(Giant giant) {
        giant.lock.acquire();
        giant.lock.release();
    }

    /** The loop with a checkpoint at every turn. */
    @Benchmark
    @OperationsPerInvocation(LOOPS)
    public long checkpoints(Held held) {
        Giant giant = held;
        GiantLock lock = giant.lock;
        long state = giant.state;
        for (int i = 0; i < LOOPS; i++) {
            state = next(state);
            lock.checkpoint();
        }
        giant.state = state;
        return state;
    }
}
