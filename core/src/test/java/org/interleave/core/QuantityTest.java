package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    private static final long SEED = 11;

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "500, 500",
        "10k, 10000",
        "10K, 10000",
        "5M, 5000000",
        "2G, 2000000000",
        "1.5k, 1500",
        "0.5M, 500000",
        "1_000_000, 1000000",
        "10 k, 10000",
        "' 7 ', 7",
        "9223372036854775807, 9223372036854775807"
    })
    void countsAreRead(String text, long count) {
        assertThat(Quantity.parseCount(text)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ten",
                "1.5",
                "-1",
                "5m",
                "5ms",
                "1e3",
                "k",
                "0.0001k",
                "9223372036854775808",
                "99999999999G",
                "1 000",
                "_1"
            })
    void whatIsNoCountIsRefused(String text) {
        assertThatThrownBy(() -> Quantity.parseCount(text))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("is not a whole number such as 500, 10k or 5M");
    }

    @ParameterizedTest
    @CsvSource({
        "1ns, PT0.000000001S",
        "500us, PT0.0005S",
        "500µs, PT0.0005S",
        "5ms, PT0.005S",
        "5 MS, PT0.005S",
        "2s, PT2S",
        "1.5s, PT1.5S",
        "3min, PT3M",
        "0s, PT0S"
    })
    void timesAreRead(String text, Duration duration) {
        assertThat(Quantity.parseDuration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5h", "-5ms", "0.5ns", "5M", "9999999999999s"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Quantity.parseDuration(text))
                .isInstanceOf(NumberFormatException.class)
                .hasMessage("is not a time such as 500us, 5ms or 2s");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "999, 999", "1000, 1k", "1500, 1500", "5000000, 5M", "3000000000, 3G"})
    void countsAreWrittenInTheLargestUnitThatLeavesWholeNumber(long count, String text) {
        assertThat(Quantity.format(count)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT0.000000001S, 1ns", "PT0.0005S, 500us", "PT0.005S, 5ms", "PT120S, 120s", "PT1.5S, 1500ms"
    })
    void timesAreWrittenInTheLargestUnitThatLeavesWholeNumber(Duration duration, String text) {
        assertThat(Quantity.format(duration)).isEqualTo(text);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(Long.SIZE - 1);
            assertThat(Quantity.parseCount(Quantity.format(number))).isEqualTo(number);
            Duration duration = Duration.ofNanos(number);
            assertThat(Quantity.parseDuration(Quantity.format(duration))).isEqualTo(duration);
        }
    }
}
