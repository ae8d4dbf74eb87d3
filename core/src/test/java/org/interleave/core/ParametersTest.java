package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {

    private static final Parameter<Long> COUNT = Parameter.count("count", "how many", 10, 1_000, 1, 5_000);
    private static final Parameter<Duration> WAIT = Parameter.duration(
            "wait", "how long", Duration.ofMillis(5), Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(10));
    private static final List<Parameter<?>> DECLARED = List.of(WAIT, COUNT);

    private static Parameters of(Map<String, String> given) {
        return Parameters.of("countdown", DECLARED, given, Preset.FULL);
    }

    @Test
    void whatIsNotGivenIsTheDefault() {
        Parameters parameters = of(Map.of("count", "3k"));
        assertThat(parameters.get(COUNT)).isEqualTo(3_000);
        assertThat(parameters.get(WAIT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Parameters.defaults(DECLARED).get(WAIT)).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void aCountIsAnIntWhereItFits() {
        Parameters parameters = of(Map.of());
        assertThat(parameters.getInt(COUNT)).isEqualTo(1_000);
        Parameters large = parameters.with(COUNT, Integer.MAX_VALUE + 1L);
        assertThatThrownBy(() -> large.getInt(COUNT)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void unknownNamesAreNamedWithTheNearest() {
        assertThatThrownBy(() -> of(Map.of("cuont", "3")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("unknown parameter of countdown 'cuont'; did you mean 'count'? (known: wait, count)");
        assertThatThrownBy(() -> Parameters.of("sequential", List.of(), Map.of("workers", "3"), Preset.QUICK))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("unknown parameter of sequential 'workers' (there are none)");
    }

    @Test
    void valuesThatAreNotAllowedAreRefused() {
        assertThatThrownBy(() -> of(Map.of("count", "0"))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void parametersOfOthersAreNotHere() {
        Parameter<Long> stranger = Parameter.count("count", "how many", 10, 10, 1, 20);
        Parameters parameters = of(Map.of());
        assertThatThrownBy(() -> parameters.get(stranger)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parameters.with(stranger, 3L)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changingOneLeavesTheOriginal() {
        Parameters before = of(Map.of());
        Parameters after = before.with(COUNT, 7L);
        assertThat(after.get(COUNT)).isEqualTo(7);
        assertThat(after.get(WAIT)).isEqualTo(before.get(WAIT));
        assertThat(before.get(COUNT)).isEqualTo(1_000);
    }

    @Test
    void textIsInTheOrderDeclaredAndIsReadAgain() {
        Parameters parameters = of(Map.of("count", "1500"));
        assertThat(parameters.asText()).containsExactly(Map.entry("wait", "2s"), Map.entry("count", "1500"));
        assertThat(of(parameters.asText()).asText()).isEqualTo(parameters.asText());
        assertThat(parameters).hasToString("{wait=2s, count=1500}");
    }
}
