package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.interleave.core.Kernel.Argument;
import org.interleave.core.Kernel.Results;
import org.junit.jupiter.api.Test;

final class KernelTest {

    private final double[] numbers = {1.5, 2.5};
    private final byte[] text = {1, 2, 3};
    private final List<Argument> arguments =
            List.of(new Argument.Word(7), new Argument.Reals(numbers), new Argument.Bytes(text), new Argument.Word(9));

    @Test
    void ofWordsResultsInTheFirst() {
        Kernel<Long> kernel = Kernel.ofWords("sum", List.of(3L, 4L), word -> word + 1);

        assertThat(kernel.arguments()).containsExactly(new Argument.Word(3), new Argument.Word(4));
        assertThat(kernel.result().apply(Results.ofWords(10, 20))).isEqualTo(11L);
    }

    @Test
    void needsNoInstanceUnlessSaid() {
        assertThat(Kernel.ofWords("sum", List.of(3L), word -> word).inInstance())
                .isFalse();
        assertThat(new Kernel<>("send", arguments, results -> 0L).inInstances().inInstance())
                .isTrue();
    }

    @Test
    void ofWordsNeedsOne() {
        assertThatThrownBy(() -> Kernel.ofWords("sum", List.of(), word -> word))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel sum has no words");
    }

    @Test
    void takesACopyOfTheListAndTellsItsWords() {
        List<Argument> given = new ArrayList<>(arguments);
        Kernel<Long> kernel = new Kernel<>("mixed", given, results -> 0L);
        given.clear();

        assertThat(kernel.arguments()).isEqualTo(arguments);
        assertThat(kernel.words()).containsExactly(7L, 9L);
    }

    @Test
    void resultsAreFoundByTheirPlace() {
        Results results = Results.of(arguments);

        assertThat(results.word(3)).isEqualTo(9);
        assertThat(results.reals(1)).isSameAs(numbers);
        assertThat(results.bytes(2)).isSameAs(text);
    }

    @Test
    void aResultThatIsNotThereIsRefused() {
        Results results = Results.of(arguments);

        assertThatThrownBy(() -> results.word(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter 1 of the kernel is of type reals, not word");
        assertThatThrownBy(() -> results.reals(2)).hasMessageEndingWith("is of type bytes, not reals");
        assertThatThrownBy(() -> results.bytes(0)).hasMessageEndingWith("is of type word, not bytes");
        assertThatThrownBy(() -> results.word(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a kernel of 4 parameters has no parameter 4");
        assertThatThrownBy(() -> results.bytes(-1)).hasMessageEndingWith("has no parameter -1");
    }
}
