package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.core.Completion;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Kernel;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.WrongResultException;
import org.interleave.core.workloads.NamedKernel.Computed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedKernelTest {

    private final NamedKernel workload = new NamedKernel();

    private Round<Computed> round(String... given) {
        Map<String, String> settings = new HashMap<>();
        for (String setting : given) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return workload.prepare(TestRun.parameters(workload, settings));
    }

    private static Outcome<Computed> outcome(Computed... results) {
        List<Completion<Computed>> completions = new ArrayList<>();
        for (Computed result : results) {
            completions.add(new Completion.Succeeded<>(completions.size(), "thread", result));
        }
        return new Outcome<>(completions, List.of(), false, Map.of());
    }

    @Test
    void argumentsAreWhatTheUserWrites() {
        Kernel<Computed> kernel = round("name=mine", "arguments=5,-7,2k, reals:3 ,bytes:300")
                .job()
                .tasks()
                .getFirst()
                .kernel()
                .orElseThrow();

        assertThat(kernel.name()).isEqualTo("mine");
        assertThat(kernel.words()).containsExactly(5L, -7L, 2000L);
        Kernel.Results given = Kernel.Results.of(kernel.arguments());
        assertThat(given.reals(3)).containsExactly(0, 1, 2);
        assertThat(given.bytes(4)).hasSize(300).startsWith(0, 1, 2).endsWith(42, 43);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "5,-7,2000,reals:3,bytes:300", "reals:0"})
    void argumentsAreWrittenAsTheyAreRead(String text) {
        Parameters parameters = TestRun.parameters(workload, Map.of("arguments", text));
        assertThat(parameters.asText()).containsEntry("arguments", text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5,six        | has an argument 'six' that is neither a number nor reals:N nor bytes:N",
                "5,           | has an argument '' that is neither a number nor reals:N nor bytes:N",
                "reals:x      | has an argument 'reals:x' whose length is no whole number",
                "bytes:-1     | has an argument 'bytes:-1' whose length is no whole number",
                "bytes:200M   | has an argument 'bytes:200M' that is too long",
                "99999999999999999999 | has an argument '99999999999999999999' that is neither a number",
            })
    void argumentsThatAreNoneAreRefused(String text, String problem) {
        assertThatThrownBy(() -> round("arguments=" + text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void moreThanFitsInMemoryIsRefused() {
        assertThatThrownBy(() -> round("arguments=reals:100M", "tasks=2"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too much to hold in memory");
    }

    @Test
    void anExpectationTakesAWord() {
        assertThatThrownBy(() -> round("arguments=reals:1", "expected=5"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has none");
        assertThatThrownBy(() -> round("expected=some"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is neither a whole number nor any");
    }

    @Test
    void tasksThatDisagreeAreRefused() {
        Computed one = new Computed(List.of(1L), "ab");
        Round<Computed> round = round("tasks=2");

        assertThatCode(() -> round.verify(outcome(one, one))).doesNotThrowAnyException();
        assertThatThrownBy(() -> round.verify(outcome(one, new Computed(List.of(2L), "ab"))))
                .isInstanceOf(WrongResultException.class)
                .hasMessageStartingWith("task 1 of kernel found ");
        assertThatThrownBy(() -> round.verify(outcome(one, new Computed(List.of(1L), "cd"))))
                .isInstanceOf(WrongResultException.class);
    }

    @Test
    void anotherFirstWordThanExpectedIsRefused() {
        Round<Computed> round = round("tasks=1", "expected=2");

        assertThatCode(() -> round.verify(outcome(new Computed(List.of(2L), "ab"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> round.verify(outcome(new Computed(List.of(1L), "ab"))))
                .isInstanceOf(WrongResultException.class)
                .hasMessage("the first word of kernel is 1, should be 2");
    }

    @Test
    void theResultIsOfAllArguments() {
        Kernel<Computed> kernel =
                round("arguments=5,bytes:3").job().tasks().getFirst().kernel().orElseThrow();
        Computed computed = kernel.result().apply(Kernel.Results.of(kernel.arguments()));

        assertThat(computed.words()).containsExactly(5L);
        // of the bytes 0, 1, 2
        assertThat(computed.arrays()).isEqualTo("ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc");
    }
}
