package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.interleave.core.Kernel;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.TaskRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrimesTest {

    private final Primes primes = new Primes();

    private Round<Long> round(long limit, int tasks) {
        return primes.prepare(
                TestRun.parameters(primes, Map.of("limit", Long.toString(limit), "tasks", Integer.toString(tasks))));
    }

    /** The prime-counting function's published values, without the prime 2. */
    @ParameterizedTest
    @CsvSource({"4, 1, 1", "5, 1, 1", "6, 1, 2", "10, 3, 3", "100, 2, 24", "1000, 5, 167", "100000, 4, 9591"})
    void findsAllPrimesBelowTheLimit(long limit, int tasks, long expected) throws Exception {
        Round<Long> round = round(limit, tasks);
        Outcome<Long> outcome = TestRun.onThreads(round.job(), 1000);
        round.verify(outcome);
        assertThat(outcome.results().stream().mapToLong(found -> found).sum()).isEqualTo(expected);
    }

    @Test
    void twoTasksFindAboutAsManyEach() throws Exception {
        Outcome<Long> outcome = TestRun.onThreads(round(100_000, 2).job(), 1000);
        assertThat(outcome.results()).allSatisfy(found -> assertThat(found).isBetween(4700L, 4900L));
    }

    /** 3 takes none, 5 and 7 take one, 9, 11 and 13 take two. */
    @Test
    void aTickIsADivision() throws Exception {
        TaskRun<Long> task =
                new Run<>(round(14, 1).job(), Cells.UNPROTECTED).tasks().getFirst();
        for (int division = 1; division < 8; division++) {
            assertThat(task.resume(1)).isEqualTo(Step.ready());
        }
        assertThat(task.resume(1)).isEqualTo(Step.done(5L));
    }

    @Test
    void aWrongCountIsRefusedEvenIfTheSumIsRight() throws Exception {
        Round<Long> round = round(1000, 2);
        Outcome<Long> outcome = TestRun.onThreads(round.job(), 1000);
        long first = outcome.results().get(0);
        long second = outcome.results().get(1);
        assertThatThrownBy(() ->
                        round.verify(TestRun.withResult(TestRun.withResult(outcome, 0, first + 1), 1, second - 1)))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("task 0");
    }

    @Test
    void theTwinStartsWhereTheTaskStarts() {
        Kernel<Long> twin = round(1000, 2).job().tasks().get(1).kernel().orElseThrow();
        assertThat(twin.name()).isEqualTo("primes");
        assertThat(twin.words()).containsExactly(0L, 5L, 4L, 1000L, 2L);
        assertThat(twin.result().apply(Kernel.Results.ofWords(7))).isEqualTo(7L);
    }
}
