package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    private static final Parameter<Long> COUNT =
            Parameter.count("count", "how many", 10_000, 50_000_000, 1, 1_000_000_000);
    private static final Parameter<Duration> INTERVAL = Parameter.duration(
            "interval",
            "how long",
            Duration.ofMillis(5),
            Duration.ofSeconds(2),
            Duration.ofNanos(1_000),
            Duration.ofSeconds(10));
    private static final Parameter<String> COLOUR = Parameter.choice("colour", "which", "red", List.of("red", "green"));
    private static final List<Parameter<?>> ALL = List.of(COUNT, INTERVAL, COLOUR);

    private static Parameters of(Map<String, String> given) {
        return Parameters.of("thing", ALL, given, Preset.QUICK);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "500,500",
        "10k,10000",
        "10K,10000",
        "5M,5000000",
        "1_000_000,1000000",
        "2.5k,2500",
        "1G,1000000000"
    })
    void countsAreReadWithMultiples(String text, long count) {
        assertThat(of(Map.of("count", text)).get(COUNT)).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({
        "1us,1000",
        "500us,500000",
        "500µs,500000",
        "5ms,5000000",
        "0.5ms,500000",
        "2s,2000000000",
        "1500ns,1500"
    })
    void timesAreReadWithUnits(String text, long nanos) {
        assertThat(of(Map.of("interval", text)).get(INTERVAL)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-5", "5 5", "1.5", "5x", "1e3", "999999999999999999999", "5ms"})
    void whatIsNoCountIsRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> of(Map.of("count", text)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("count=" + text + " is not a whole number such as 500, 10k or 5M"
                        + " (count of thing: how many, from 1 to 1G)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "ms", "-5ms", "5 parsecs", "0.1ns"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> of(Map.of("interval", text)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not a time such as 500us, 5ms or 2s");
    }

    @ParameterizedTest
    @CsvSource({"count,0", "count,2G", "interval,999ns", "interval,11s", "colour,blue"})
    void whatIsOutOfRangeIsRefusedWithTheRange(String name, String value) {
        assertThatThrownBy(() -> of(Map.of(name, value)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(name + "=" + value)
                .hasMessageFindingMatch("from \\S+ to \\S+|one of red, green");
    }

    @Test
    void theEndsOfARangeAreAllowed() {
        assertThat(of(Map.of("count", "1", "interval", "1us")).get(COUNT)).isEqualTo(1);
        assertThat(of(Map.of("count", "1G", "interval", "10s")).get(INTERVAL)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> of(Map.of("cuont", "1")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("unknown parameter of thing 'cuont'; did you mean 'count'?"
                        + " (known: count, interval, colour)");
    }

    @Test
    void defaultsAreThePresets() {
        assertThat(Parameters.of("thing", ALL, Map.of(), Preset.FULL).get(COUNT))
                .isEqualTo(50_000_000);
        assertThat(Parameters.defaults(ALL).get(COUNT)).isEqualTo(10_000);
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        Parameters odd = of(Map.of("count", "12345", "interval", "1500ns", "colour", "green"));
        assertThat(odd.asText())
                .containsExactly(
                        Map.entry("count", "12345"), Map.entry("interval", "1500ns"), Map.entry("colour", "green"));
        assertThat(of(odd.asText()).asText()).isEqualTo(odd.asText());
        assertThat(of(Map.of("count", "50_000_000", "interval", "1000us")).asText())
                .containsEntry("count", "50M")
                .containsEntry("interval", "1ms");
    }

    @Test
    void oneValueCanBeChangedAndTheOriginalStays() {
        Parameters before = of(Map.of());
        assertThat(before.with(COUNT, 7L).get(COUNT)).isEqualTo(7);
        assertThat(before.get(COUNT)).isEqualTo(10_000);
        Parameter<Long> other = Parameter.count("other", "not declared", 1, 1, 1, 1);
        assertThatThrownBy(() -> before.get(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"giant-lock-timd,giant-lock-timed", "timed,giant-lock-timed", "Threads,threads", "netyt,netty"})
    void theNearestNameIsSuggested(String given, String suggested) {
        List<String> known = List.of("sequential", "threads", "giant-lock-tick", "giant-lock-timed", "netty");
        assertThat(InvalidInputException.unknown("strategy", given, known))
                .hasMessageContaining("did you mean '" + suggested + "'?");
    }

    @Test
    void nothingIsSuggestedForWhatIsFarFromEverything() {
        assertThat(InvalidInputException.unknown("strategy", "quantum", List.of("netty", "vertx")))
                .hasMessage("unknown strategy 'quantum' (known: netty, vertx)");
        assertThat(InvalidInputException.unknown("strategy", "x", List.of())).hasMessageContaining("there are none");
    }
}
