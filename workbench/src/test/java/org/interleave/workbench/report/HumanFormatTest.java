package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanFormatTest {

    @ParameterizedTest
    @CsvSource({
        "0, s, 0 s",
        "3e-10, s, 0.300 ns",
        "1.234e-7, s, 123 ns",
        "0.00001234, s, 12.3 µs",
        "0.00516, s, 5.16 ms",
        "0.9994, s, 999 ms",
        "0.9996, s, 1.00 s",
        "2.004, s, 2.00 s",
        "2, s, 2 s",
        "754.3, s, 754 s",
        "-0.005, s, -5.00 ms",
        "0, bytes, 0 B",
        "512, bytes, 512 B",
        "45_000_000, bytes, 45.0 MB",
        "8.2e9, bytes, 8.20 GB",
        "0, 1, 0",
        "0.987, 1, 0.987",
        "12, 1, 12",
        "12.5, 1, 12.5",
        "999, 1, 999",
        "999.7, 1, 1.00k",
        "14_000, 1, 14.0k",
        "2.5e6, 1, 2.50M",
        "12_345, 1/s, 12.3k/s",
        "3, requests, 3 requests",
    })
    void writesThreeDigitsInAFittingUnit(String value, String unit, String text) {
        assertThat(HumanFormat.quantity(Double.parseDouble(value.replace("_", "")), unit))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "0.51449, 0.514", "0.0123, 0.0123", "12.34, 12.3", "1234.4, 1234", "-0.5, -0.500"})
    void writesBareNumbers(double value, String text) {
        assertThat(HumanFormat.number(value)).isEqualTo(text);
    }

    @Test
    void writesIntervalsLikeTheirValue() {
        assertThat(HumanFormat.interval(new Estimate(0.102, 0.0991, 1.2, 3, 9), "s"))
                .isEqualTo("[99, 1200]");
        assertThat(HumanFormat.interval(new Estimate(12, 9, 15, 3, 9), "1")).isEqualTo("[9, 15]");
        assertThat(HumanFormat.interval(new Estimate(12, 9.5, 15, 3, 9), "1")).isEqualTo("[9.5, 15.0]");
        assertThat(HumanFormat.interval(new Estimate(12_300, 9_000, 15_000, 3, 9), "1"))
                .isEqualTo("[9.0, 15.0]");
        assertThat(HumanFormat.interval(new Estimate(1.02, 0.98, 1.061, 3, 9))).isEqualTo("[0.98, 1.06]");
    }

    @ParameterizedTest
    @CsvSource({"1.064, 6.4 %", "1.999, 99.9 %", "2, a factor of 2", "3.661, a factor of 3.66"})
    void saysHowFarARatioIsFromOne(double ratio, String text) {
        assertThat(HumanFormat.difference(ratio)).isEqualTo(text);
    }
}
