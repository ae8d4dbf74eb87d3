package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static Latencies millis(long first, long last) {
        return Latencies.of(LongStream.rangeClosed(first, last).map(millis -> millis * 1_000_000));
    }

    @Test
    void aQuantileIsToldOfEnough() {
        assertThat(millis(1, 29).quantile(0.9))
                .hasValueSatisfying(time -> assertThat(time).isBetween(Duration.ofMillis(26), Duration.ofMillis(28)));
        assertThat(millis(1, 28).quantile(0.9)).isEmpty();
        assertThat(millis(1, 1_000).quantile(0.99))
                .hasValueSatisfying(time -> assertThat(time).isBetween(Duration.ofMillis(989), Duration.ofMillis(991)));
        assertThat(millis(5, 5).quantile(0.5))
                .hasValueSatisfying(
                        time -> assertThat(time).isBetween(Duration.ofNanos(4_995_000), Duration.ofNanos(5_005_000)));
        assertThat(new Latencies().quantile(0.5)).isEmpty();
    }

    @Test
    void whatIsNoQuantileIsRefused() {
        for (double none : new double[] {0, 1, -0.5, 50, Double.NaN}) {
            assertThatThrownBy(() -> millis(1, 10).quantile(none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void histogramsAddUp() {
        Latencies all = millis(1, 10);
        all.add(millis(11, 20).histogram());
        all.record(21_000_000);
        assertThat(all.histogram()).isEqualTo(millis(1, 21).histogram());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        String text = Latencies.encode(millis(1, 500).histogram());
        assertThat(Latencies.decode(text)).isEqualTo(millis(1, 500).histogram());
        for (String other : new String[] {"", "no histogram", text.substring(0, text.length() / 2)}) {
            assertThatThrownBy(() -> Latencies.decode(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a histogram");
        }
    }
}
