package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTest {

    private static final Parameter<Long> COUNT = Parameter.count("count", "how many", 10, 1_000, 1, 5_000);
    private static final Parameter<Duration> WAIT = Parameter.duration(
            "wait",
            "how long",
            Duration.ofMillis(5),
            Duration.ofSeconds(2),
            Duration.ofNanos(1_000),
            Duration.ofSeconds(10));
    private static final Parameter<String> MODE =
            Parameter.choice("mode", "in what manner", "fair", List.of("fair", "fast"));

    private static final Parameter<Preset> SIZE = Parameter.choice(
            "size",
            "how large",
            Preset.FULL,
            List.of(Preset.values()),
            preset -> preset.name().toLowerCase(Locale.ROOT));

    @Test
    void constantsAreReadAndWrittenByTheirNames() {
        assertThat(SIZE.defaultValue(Preset.QUICK)).isEqualTo(Preset.FULL);
        assertThat(SIZE.allowed()).isEqualTo("one of quick, full");
        assertThat(SIZE.parse("quick", "x")).isEqualTo(Preset.QUICK);
        assertThat(SIZE.format(Preset.QUICK)).isEqualTo("quick");
        assertThatThrownBy(() -> SIZE.parse("QUICK", "x"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("size=QUICK is not one of quick, full");
    }

    @Test
    void defaultsDependOnThePreset() {
        assertThat(COUNT.defaultValue(Preset.QUICK)).isEqualTo(10);
        assertThat(COUNT.defaultValue(Preset.FULL)).isEqualTo(1_000);
        assertThat(WAIT.defaultValue(Preset.FULL)).isEqualTo(Duration.ofSeconds(2));
        assertThat(MODE.defaultValue(Preset.QUICK)).isEqualTo("fair");
        assertThat(MODE.defaultValue(Preset.FULL)).isEqualTo("fair");
    }

    @Test
    void endsOfTheRangeAreAllowed() {
        assertThat(COUNT.parse("1", "x")).isEqualTo(1);
        assertThat(COUNT.parse("5k", "x")).isEqualTo(5_000);
        assertThat(WAIT.parse("1us", "x")).isEqualTo(Duration.ofNanos(1_000));
        assertThat(WAIT.parse("10s", "x")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatIsAllowedIsSaid() {
        assertThat(COUNT.allowed()).isEqualTo("from 1 to 5k");
        assertThat(WAIT.allowed()).isEqualTo("from 1us to 10s");
        assertThat(MODE.allowed()).isEqualTo("one of fair, fast");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5001", "1M"})
    void valuesOutOfRangeAreNamedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> COUNT.parse(text, "countdown"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("count=" + text + " is out of range")
                .hasMessageContaining("from 1 to 5k")
                .hasMessageContaining("countdown")
                .hasMessageNotContaining("\n");
    }

    @Test
    void valuesThatCannotBeReadAreNamedWithAnExample() {
        assertThatThrownBy(() -> COUNT.parse("many", "countdown"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("count=many is not a whole number such as");
        assertThatThrownBy(() -> WAIT.parse("5", "waits"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("wait=5 is not a time such as");
        assertThatThrownBy(() -> MODE.parse("slow", "lock"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("mode=slow is not one of fair, fast");
    }

    @Test
    void valuesAreWrittenTheWayTheyAreRead() {
        assertThat(COUNT.parse(COUNT.format(3_000L), "x")).isEqualTo(3_000);
        assertThat(WAIT.parse(WAIT.format(Duration.ofMillis(7)), "x")).isEqualTo(Duration.ofMillis(7));
        assertThat(MODE.parse(MODE.format("fast"), "x")).isEqualTo("fast");
    }
}
