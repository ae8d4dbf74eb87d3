package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What interpreter instances share, which is nothing, and what the tasks of one instance share, which is its lock. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InstancesTest {

    private static <R extends Serializable> Outcome<R> run(int instances, List<? extends Task<R>> tasks)
            throws InterruptedException {
        Instances strategy = new Instances();
        Map<String, String> given = Map.of("instances", Integer.toString(instances));
        try (Execution execution =
                strategy.open(Parameters.of(strategy.name(), strategy.options(), given, Preset.QUICK))) {
            return execution.run(Job.of(tasks));
        }
    }

    private static double metric(Outcome<?> outcome, String name) {
        return Objects.requireNonNull(outcome.metrics().get(name)).value();
    }

    /** Adds one to every number, and results in the numbers. */
    private record Incrementing(long[] numbers) implements Task<long[]> {

        @Override
        public Step<long[]> advance(Turn turn) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i]++;
            }
            return Step.done(numbers);
        }
    }

    @Test
    void tasksWorkOnCopiesOfTheirOwn() throws InterruptedException {
        long[] shared = new long[10_000];
        Outcome<long[]> outcome = run(2, List.of(new Incrementing(shared), new Incrementing(shared)));
        assertThat(shared).containsOnly(0);
        assertThat(outcome.results()).allSatisfy(numbers -> assertThat(numbers).containsOnly(1));
        assertThat(outcome.results().get(0)).isNotSameAs(outcome.results().get(1));
        double inAndOut = 2 * 2 * 8 * shared.length;
        assertThat(metric(outcome, "shipped_bytes")).isBetween(inAndOut, 1.1 * inAndOut);
        assertThat(metric(outcome, "ship")).isPositive();
        assertThat(metric(outcome, "worker_start")).isPositive();
    }

    @Test
    void bodiesWorkOnCopiesOfTheirOwn() throws InterruptedException {
        long[] shared = new long[100];
        Task<long[]> incrementing = Task.direct(steps -> {
            steps.sleep(Duration.ZERO);
            shared[0]++;
            return shared;
        });
        Outcome<long[]> outcome = run(2, List.of(incrementing, incrementing));
        assertThat(shared).containsOnly(0);
        assertThat(outcome.results())
                .allSatisfy(numbers -> assertThat(numbers[0]).isEqualTo(1));
        assertThat(metric(outcome, "shipped_bytes")).isGreaterThan(2 * 2 * 8 * shared.length);
    }

    private static final CyclicBarrier BOTH_INSIDE = new CyclicBarrier(2);

    /** Does not come to the end of its turn unless another is in a turn at the same time. */
    private record Meeting() implements Task<String> {

        @Override
        public Step<String> advance(Turn turn) throws Exception {
            BOTH_INSIDE.await();
            return Step.done("met");
        }
    }

    @Test
    void eachInstanceHasItsOwnLock() throws InterruptedException {
        Outcome<String> outcome = run(2, List.of(new Meeting(), new Meeting()));
        assertThat(outcome.results()).containsOnly("met");
        assertThat(addresses(outcome)).doesNotHaveDuplicates();
    }

    private static final AtomicInteger INSIDE = new AtomicInteger();

    /** Looks in each turn whether it is alone. */
    private static final class Alone implements Task<Boolean> {

        private static final long serialVersionUID = 1;
        private int turns;
        private boolean alone = true;

        @Override
        public Step<Boolean> advance(Turn turn) {
            alone &= INSIDE.incrementAndGet() == 1;
            Thread.yield();
            INSIDE.decrementAndGet();
            return ++turns == 5_000 ? Step.done(alone) : Step.ready();
        }
    }

    @Test
    void tasksOfOneInstanceTakeTurns() throws InterruptedException {
        Outcome<Boolean> outcome = run(1, Stream.generate(Alone::new).limit(4).toList());
        assertThat(outcome.results()).containsOnly(true);
        assertThat(addresses(outcome)).containsOnly(addresses(outcome).getFirst());
    }

    @Test
    void tasksAreDealtInTurn() throws InterruptedException {
        List<String> addresses = addresses(run(
                2, Stream.generate(() -> new Incrementing(new long[1])).limit(4).toList()));
        assertThat(addresses.get(2)).isEqualTo(addresses.get(0)).isNotEqualTo(addresses.get(1));
        assertThat(addresses.get(3)).isEqualTo(addresses.get(1));
    }

    /** What workers are called by: the instance's number and address, without the thread. */
    private static List<String> addresses(Outcome<?> outcome) {
        return outcome.completions().stream()
                .map(completion -> completion.worker().replaceAll(",.*", ""))
                .peek(instance -> assertThat(instance).matches("instance [0-9]+ at 0x[0-9a-f]+"))
                .toList();
    }

    @Test
    void whatCannotBeCopiedFailsAlone() throws InterruptedException {
        Object notSerialisable = new Object();
        Task<long[]> cannotEnter = turn -> Step.done(new long[notSerialisable.hashCode() & 1]);
        Outcome<long[]> outcome = run(1, List.of(cannotEnter, new Incrementing(new long[1])));
        assertFailed(outcome.completions().get(0), "cannot be copied");
        assertThat(outcome.completions().get(1)).isInstanceOf(Completion.Succeeded.class);
    }

    /** A result that claims to be serialisable. */
    private record Unserialisable(Object object) implements Serializable {}

    private record Producing() implements Task<Unserialisable> {

        @Override
        public Step<Unserialisable> advance(Turn turn) {
            return Step.done(new Unserialisable(new Object()));
        }
    }

    @Test
    void aResultThatCannotBeCopiedFailsItsTask() throws InterruptedException {
        Outcome<Unserialisable> outcome = run(1, List.of(new Producing()));
        assertFailed(outcome.completions().getFirst(), NotSerializableException.class.getName());
    }

    private static void assertFailed(Completion<?> completion, String message) {
        assertThat(completion).isInstanceOf(Completion.Failed.class);
        assertThat(((Completion.Failed<?>) completion).failure().summary()).contains(message);
    }
}
