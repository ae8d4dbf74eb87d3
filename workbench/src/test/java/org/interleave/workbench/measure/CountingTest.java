package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountingTest {

    @ParameterizedTest
    @CsvSource({
        "4, 5, 400, false",
        "5, 5, 299, false",
        "5, 5, 300, true",
        "100, 5, 299, false",
        "4, 5, 9999, false",
        "1, 5, 10000, false",
        "2, 5, 10000, true",
        "1, 1, 10000, true",
        "1, 1, 300, true",
    })
    void roundsAndTimeBothHaveToBeEnough(int rounds, int wanted, long millis, boolean enough) {
        assertThat(Counting.enough(rounds, wanted, TimeUnit.MILLISECONDS.toNanos(millis)))
                .isEqualTo(enough);
    }
}
