package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Cell;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Step;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What cells with a lock of their own, and cells without any, owe the tasks that share them. */
@ParameterizedClass
@MethodSource("strategies")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProtectedCellTest {

    private static final long SEED = 20_261_121;

    private final Strategy strategy;

    ProtectedCellTest(Strategy strategy) {
        this.strategy = strategy;
    }

    static Stream<Named<Strategy>> strategies() {
        return Stream.of(new FineGrained(), new LockFree()).map(strategy -> Named.of(strategy.name(), strategy));
    }

    private Outcome<Long> run(int cells, List<? extends Task<Long>> tasks) throws InterruptedException {
        try (Execution execution = strategy.open(Parameters.defaults(strategy.options()))) {
            return execution.run(new Job<>(tasks, cells));
        }
    }

    @Test
    void amountsMovedBetweenCellsInAnyOrderAddUp() throws InterruptedException {
        int cells = 3;
        int moves = 20_000;
        List<Mover> movers = IntStream.range(0, 4)
                .mapToObj(task -> new Mover(new Random(SEED + task), cells, moves))
                .toList();
        Outcome<Long> outcome = run(cells, movers);
        assertThat(outcome.exactCells()).isTrue();
        assertThat(outcome.results()).containsOnly((long) moves);
        assertThat(outcome.cells().stream().mapToLong(Long::longValue).sum()).isZero();
        long[] expected = new long[cells];
        for (Mover mover : movers) {
            for (int cell = 0; cell < cells; cell++) {
                expected[cell] += mover.net[cell];
            }
        }
        assertThat(outcome.cells())
                .containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
    }

    /**
     * Moves random amounts between two random cells. Loads both before it stores either, one after the other in an order
     * of its own, and ends its turn now and then wherever it is.
     */
    private static final class Mover implements Task<Long> {

        private static final long serialVersionUID = 1;

        private final Random random;
        private final long moves;
        private final long[] net;
        private long moved;

        Mover(Random random, int cells, long moves) {
            this.random = random;
            this.moves = moves;
            net = new long[cells];
        }

        @Override
        public Step<Long> advance(Turn turn) {
            int from = random.nextInt(net.length);
            int to = (from + 1 + random.nextInt(net.length - 1)) % net.length;
            int amount = random.nextInt(100);
            long loadedFrom = turn.cell(from).load();
            long loadedTo = turn.cell(to).load();
            if (!turn.cell(to).store(loadedTo, loadedTo + amount)) {
                return Step.ready();
            }
            while (!turn.cell(from).store(loadedFrom, loadedFrom - amount)) {
                loadedFrom = turn.cell(from).load();
            }
            net[from] -= amount;
            net[to] += amount;
            moved++;
            return moved == moves ? Step.done(moved) : Step.ready();
        }
    }

    @Test
    void aTaskThatFailsBetweenLoadAndStoreKeepsNobodyOut() throws InterruptedException {
        CountDownLatch loaded = new CountDownLatch(1);
        Task<Long> failing = turn -> {
            turn.cell(0).load();
            loaded.countDown();
            throw new IllegalStateException("failed before it stored");
        };
        Outcome<Long> outcome = run(1, List.of(failing, new AddsOne(loaded)));
        assertThat(outcome.completions().get(0)).isInstanceOf(Completion.Failed.class);
        assertThat(outcome.completions().get(1)).isInstanceOf(Completion.Succeeded.class);
        assertThat(outcome.cells()).containsExactly(1L);
    }

    @Test
    void aTaskThatWaitsBetweenLoadAndStoreKeepsNobodyOutAndStartsOver() throws InterruptedException {
        CountDownLatch loaded = new CountDownLatch(1);
        CountDownLatch added = new CountDownLatch(1);
        List<Boolean> stored = new ArrayList<>();
        Task<Long> waiting = new Task<>() {
            private static final long serialVersionUID = 1;
            private long seen = -1;

            @Override
            public Step<Long> advance(Turn turn) {
                Cell cell = turn.cell(0);
                if (seen < 0) {
                    seen = cell.load();
                    loaded.countDown();
                    return Step.blocking(() -> {
                        added.await();
                        return Message.EMPTY;
                    });
                }
                stored.add(cell.store(seen, seen + 10));
                stored.add(cell.store(cell.load(), cell.load() + 10));
                return Step.done(0L);
            }
        };
        AddsOne adder = new AddsOne(loaded);
        Outcome<Long> outcome = run(1, List.of(waiting, turn -> {
            Step<Long> step = adder.advance(turn);
            added.countDown();
            return step;
        }));
        assertThat(outcome.results()).containsExactly(0L, 1L);
        assertThat(stored).containsExactly(false, true);
        assertThat(outcome.cells()).containsExactly(11L);
    }

    @Test
    void aTaskThatIsCancelledBetweenLoadAndStoreKeepsNobodyOut() throws InterruptedException {
        CountDownLatch loaded = new CountDownLatch(1);
        try (Execution execution = strategy.open(Parameters.defaults(strategy.options()))) {
            Task<Long> endless = turn -> {
                turn.cell(0).load();
                loaded.countDown();
                return Step.ready();
            };
            Task<Long> cancelling = turn -> {
                loaded.await();
                execution.cancel();
                Cell cell = turn.cell(0);
                return Step.done(cell.store(cell.load(), 1) ? 1L : 0L);
            };
            Outcome<Long> outcome = execution.run(new Job<>(List.of(endless, cancelling), 1));
            assertThat(outcome.completions().get(0)).isInstanceOf(Completion.Cancelled.class);
            assertThat(outcome.cells()).containsExactly(1L);
        }
    }

    /** Adds one once another task has loaded. */
    private record AddsOne(CountDownLatch loaded) implements Task<Long> {

        @Override
        public Step<Long> advance(Turn turn) throws InterruptedException {
            loaded.await();
            Cell cell = turn.cell(0);
            long value = cell.load();
            return Step.done(cell.store(value, value + 1) ? 1L : 0L);
        }
    }
}
