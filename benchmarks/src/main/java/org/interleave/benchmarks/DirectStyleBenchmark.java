package org.interleave.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Arrival;
import org.interleave.core.Direct;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.catalog.Catalog;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * What does direct style cost? The same work as a {@link StepMachine} and as a {@link Task#direct} body: ticks with a chance to
 * give way after every hundred, and messages to the task itself, which are steps that never wait. A run is an operation, divided
 * by its ticks or its steps; the start of its thread is a thousandth of it.
 *
 * <p>Expected: {@code DIRECT} within 1.05 times {@code MACHINE} under {@code threads} and {@code giant-lock-timed}, for ticks and
 * for steps. Under {@code generators} and {@code netty} a step hands the turn from the loop's thread to the body's and back; the
 * difference is what that takes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 3,
        jvmArgs = {
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Xmx2g"
        })
public class DirectStyleBenchmark {

    private static final int TICKS = 2_000_000;
    private static final int TICKS_BETWEEN_LOOKS = 100;
    private static final int STEPS = 100_000;
    private static final Port OWN = new Port.Inbox(0);

    /** How a task is written. */
    public enum Style {
        /** As a step machine. */
        MACHINE,
        /** As a method. */
        DIRECT;

        private Task<Long> ticking() {
            return switch (this) {
                case MACHINE -> new Ticking();
                case DIRECT -> Task.direct(DirectStyleBenchmark::tickDirectly);
            };
        }

        private Task<Long> messaging() {
            return switch (this) {
                case MACHINE -> new Messaging();
                case DIRECT -> Task.direct(DirectStyleBenchmark::messageDirectly);
            };
        }
    }

    /** A strategy that is open. */
    @State(Scope.Benchmark)
    public static class Opened {

        /** Its name. */
        @Param({"threads", "giant-lock-timed", "generators", "netty"})
        public String strategy = "";

        /** How the task is written. */
        @Param
        public Style style = Style.MACHINE;

        private @Nullable Execution execution;

        /** Opens it. */
        @Setup
        public void open() {
            Strategy named =
                    Catalog.load(DirectStyleBenchmark.class.getClassLoader()).strategy(strategy);
            execution = named.open(Parameters.defaults(named.options()));
        }

        private long result(Task<Long> task) throws InterruptedException {
            Execution open = execution;
            if (open == null) {
                throw new IllegalStateException("not open");
            }
            return open.run(Job.of(List.of(task))).results().getFirst();
        }

        /** Closes it. */
        @TearDown
        public void close() {
            Execution open = execution;
            if (open != null) {
                open.close();
            }
        }
    }

    /** A task that computes, per tick. */
    @Benchmark
    @OperationsPerInvocation(TICKS)
    public long ticks(Opened opened) throws InterruptedException {
        return opened.result(opened.style.ticking());
    }

    /** A task that sends itself a message and receives it, per step. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long steps(Opened opened) throws InterruptedException {
        return opened.result(opened.style.messaging());
    }

    private static long tickDirectly(Direct steps) throws InterruptedException {
        long state = Tick.seed(1);
        for (int left = TICKS; left > 0; left -= TICKS_BETWEEN_LOOKS) {
            state = Tick.run(state, TICKS_BETWEEN_LOOKS);
            steps.worked(TICKS_BETWEEN_LOOKS);
        }
        return state;
    }

    private static long messageDirectly(Direct steps) throws InterruptedException {
        long sum = 0;
        for (int left = STEPS; left > 0; left -= 2) {
            steps.send(OWN, Message.of(left));
            sum += ((Arrival.Received) steps.receive(OWN)).message().asLong();
        }
        return sum;
    }

    /** Computes for as long as its turns allow. */
    private static final class Ticking implements Task<Long> {

        private static final long serialVersionUID = 1;

        private long state = Tick.seed(1);
        private int left = TICKS;

        @Override
        public Step<Long> advance(Turn turn) {
            int now = Math.min(left, turn.ticks());
            for (int done = 0; done < now; done += TICKS_BETWEEN_LOOKS) {
                state = Tick.run(state, Math.min(TICKS_BETWEEN_LOOKS, now - done));
            }
            left -= now;
            return left == 0 ? Step.done(state) : Step.ready();
        }
    }

    /** Sends itself messages. */
    private static final class Messaging extends StepMachine<Long> {

        private static final long serialVersionUID = 1;

        private int left = STEPS;
        private long sum;

        @Override
        protected Step<Long> begin(Turn turn) {
            return then(this::receive, Step.send(OWN, Message.of(left)));
        }

        private Step<Long> receive(Turn turn) {
            return then(this::add, Step.receive(OWN));
        }

        private Step<Long> add(Turn turn) {
            sum += turn.message().asLong();
            left -= 2;
            return left == 0 ? Step.done(sum) : begin(turn);
        }
    }
}
