package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidInputExceptionTest {

    private static final List<String> STRATEGIES =
            List.of("sequential", "threads", "virtual-threads", "giant-lock-tick", "giant-lock-timed", "netty");

    @ParameterizedTest
    @CsvSource({
        "thread, threads",
        "treads, threads",
        "Threads, threads",
        "NETTY, netty",
        "nety, netty",
        "sequentail, sequential",
        "giant-lock-time, giant-lock-timed",
        "giant-lock-tik, giant-lock-tick",
        "virtual, virtual-threads",
        "tick, giant-lock-tick"
    })
    void nearestNameIsSuggested(String given, String nearest) {
        assertThat(InvalidInputException.unknown("strategy", given, STRATEGIES))
                .hasMessageStartingWith("unknown strategy '" + given + "'; did you mean '" + nearest + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fibers", "x", "something-else-entirely"})
    void farNamesSuggestNothing(String given) {
        assertThat(InvalidInputException.unknown("strategy", given, STRATEGIES))
                .hasMessage("unknown strategy '" + given + "' (known: " + String.join(", ", STRATEGIES) + ")");
    }

    @Test
    void whereNothingIsKnownItSaysSo() {
        assertThat(InvalidInputException.unknown("experiment", "x", List.of()))
                .hasMessage("unknown experiment 'x' (there are none)");
    }
}
