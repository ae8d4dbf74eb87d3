package org.interleave.workbench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A range is taken in equal ratios, its ends included, and reads as people write numbers. */
class GeometricRangeTest {

    private static List<String> values(String text) {
        return GeometricRange.parse("key", text).orElseThrow().values();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100..10k | 100 220 460 1k 2200 4600 10k",
                "1..10 | 1 2 3 6 10",
                "2..4 | 2 3 4",
                "1..2 | 1 2",
                "10us..10ms | 10us 22us 46us 100us 220us 460us 1ms 2200us 4600us 10ms",
                "1ms..1min | 1ms 2100us 4300us 9ms 19ms 39ms 82ms 170ms 350ms 740ms 1500ms 3200ms 6600ms 14s 29s 60s",
            })
    void itsValuesAreInEqualRatios(String range, String values) {
        assertThat(values(range)).containsExactly(values.split(" ", -1));
    }

    @Test
    void theWidestRangeOfCountsHasNoMoreThanASweepTakes() {
        assertThat(values("1..100G")).doesNotHaveDuplicates().hasSize(34);
    }

    @Test
    void whatHasNoDotsIsNone() {
        assertThat(GeometricRange.parse("key", "1,2")).isEmpty();
        assertThat(GeometricRange.parse("key", "1.5")).isEmpty();
    }
}
