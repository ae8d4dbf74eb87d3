package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.TaskRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workloads {@code dot} and {@code hash}. */
class NumericWorkloadsTest {

    private final DotProduct dot = new DotProduct();
    private final Hashing hash = new Hashing();

    private Round<Double> products(String elements, String tasks) {
        return dot.prepare(TestRun.parameters(dot, Map.of("elements", elements, "tasks", tasks)));
    }

    private Round<String> hashes(String bytes, String tasks) {
        return hash.prepare(TestRun.parameters(hash, Map.of("bytes", bytes, "tasks", tasks)));
    }

    @Test
    void aProductThatIsOffByOneBitIsRefused() throws Exception {
        Round<Double> round = products("1000", "2");
        Outcome<Double> outcome = TestRun.onThreads(round.job(), 7);
        round.verify(outcome);
        double right = outcome.results().get(1);

        assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, 1, Math.nextUp(right))))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("task 1 of dot");
    }

    @Test
    void aHashThatIsOffByOneDigitIsRefused() throws Exception {
        Round<String> round = hashes("1000", "2");
        Outcome<String> outcome = TestRun.onThreads(round.job(), 7);
        round.verify(outcome);
        String right = outcome.results().getFirst();
        String wrong = (right.charAt(0) == '0' ? '1' : '0') + right.substring(1);

        assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, 0, wrong)))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("task 0 of hash");
    }

    /** Of a thousand products, a turn of ten ticks takes 160. */
    @Test
    void aTickIsSixteenProducts() throws Exception {
        assertThat(turns(products("1000", "1").job().tasks().getFirst(), 10)).isEqualTo(7);
    }

    /** Fifteen blocks and a rest, ten ticks each. */
    @Test
    void tooFewTicksForBlockAreSaved() throws Exception {
        assertThat(turns(hashes("1000", "1").job().tasks().getFirst(), 3)).isEqualTo(50);
    }

    private static <R extends Serializable> int turns(Task<R> task, int budget) throws Exception {
        TaskRun<R> run =
                new Run<>(Job.of(List.of(task)), Cells.UNPROTECTED).tasks().getFirst();
        int turns = 1;
        while (!(run.resume(budget) instanceof Step.Done<R>)) {
            turns++;
        }
        return turns;
    }

    @Test
    void theTwinsStartWhereTheTasksStart() {
        Kernel<Double> product =
                products("1000", "1").job().tasks().getFirst().kernel().orElseThrow();
        assertThat(product.name()).isEqualTo("dot");
        assertThat(product.arguments())
                .extracting(Kernel.Argument::type)
                .containsExactly("word", "reals", "reals", "reals", "word");
        Kernel<String> digest =
                hashes("1000", "1").job().tasks().getFirst().kernel().orElseThrow();
        assertThat(digest.name()).isEqualTo("hash");
        assertThat(digest.arguments())
                .extracting(Kernel.Argument::type)
                .containsExactly("word", "bytes", "bytes", "bytes");
        assertThat(digest.result().apply(Kernel.Results.of(digest.arguments()))).isEqualTo("00".repeat(32));
    }

    /** As many sums as passes; a turn of ten ticks may end within one, or take in several. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "7", "1000"})
    void vectorsAreGoneThroughAsOftenAsAsked(String elements) throws Exception {
        Round<Double> round =
                dot.prepare(TestRun.parameters(dot, Map.of("elements", elements, "tasks", "2", "passes", "100")));
        round.verify(TestRun.onThreads(round.job(), 10));
        assertThat(turns(round.job().tasks().getFirst(), 10))
                .isEqualTo(Math.ceilDiv(100 * Integer.parseInt(elements), 160));
    }

    @Test
    void moreThanHasAnExactSumIsRefused() {
        assertThatThrownBy(() -> dot.prepare(TestRun.parameters(dot, Map.of("elements", "10M", "passes", "1000"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("allowed are 4294967296 for a task");
    }

    @Test
    void moreThanFitsInMemoryIsRefused() {
        assertThatThrownBy(() -> products("30M", "2"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("allowed are 50000000 in all");
        assertThatThrownBy(() -> hashes("300M", "2"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("allowed are 500000000 in all");
    }
}
