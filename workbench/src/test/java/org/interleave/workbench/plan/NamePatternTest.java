package org.interleave.workbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.interleave.core.InvalidInputException;
import org.junit.jupiter.api.Test;

class NamePatternTest {

    private static final List<String> KNOWN = List.of("io-response", "io-rate", "cpu.threads", "giant-lock:mine");

    private static List<String> among(String text) {
        return new NamePattern(text).among("experiment", KNOWN);
    }

    @Test
    void aPatternStandsForAllThatItMatches() {
        assertThat(among("io-*")).containsExactly("io-response", "io-rate");
        assertThat(among("io-rat?")).containsExactly("io-rate");
        assertThat(among("*:*")).containsExactly("giant-lock:mine");
        assertThat(among("*")).isEqualTo(KNOWN);
    }

    @Test
    void everythingElseStandsForItself() {
        assertThat(among("cpu.threads")).containsExactly("cpu.threads");
        assertThat(new NamePattern("cpu.*").matches("cpu-threads")).isFalse();
    }

    @Test
    void oneThatMatchesNothingIsAnErrorThatSaysWhatThereIs() {
        assertThatThrownBy(() -> among("oi-*"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("no experiment matches 'oi-*' (known: io-response, io-rate, cpu.threads, giant-lock:mine)");
        assertThatThrownBy(() -> among("io-respons")).hasMessageContaining("did you mean 'io-response'?");
    }
}
