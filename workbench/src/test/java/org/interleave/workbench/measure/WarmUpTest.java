package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A fork counts when the compiler is quiet, and does not wait for that for ever. */
class WarmUpTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final WarmUp warmUp = new WarmUp(1);
    private long gone;

    private void round(long wallMillis, double jitMillis) {
        gone += wallMillis * MILLI;
        warmUp.ended(wallMillis * MILLI, (long) (jitMillis * MILLI), gone);
    }

    @Test
    void twoSuccessiveQuietRoundsAreEnough() {
        round(100, 60);
        round(100, 4.9);
        assertThat(warmUp.enough()).isFalse();
        round(100, 5);
        assertThat(warmUp.enough()).isFalse();
        round(100, 0);
        assertThat(warmUp.enough()).isFalse();
        round(100, 1);
        assertThat(warmUp.enough()).isTrue();
        assertThat(warmUp.stillCompiling(1000, 1000)).isFalse();
        assertThat(warmUp.rounds()).isEqualTo(5);
    }

    @Test
    void theCompilersShareIsThatOfAllProcessors() {
        WarmUp four = new WarmUp(4);
        four.ended(100 * MILLI, 20 * MILLI, 100 * MILLI);
        four.ended(100 * MILLI, 19 * MILLI, 200 * MILLI);
        assertThat(four.enough()).isFalse();
        four.ended(100 * MILLI, 19 * MILLI, 300 * MILLI);
        assertThat(four.enough()).isTrue();
    }

    @Test
    void shortRoundsCountTogether() {
        for (int round = 0; round < 9; round++) {
            round(10, 0);
            assertThat(warmUp.enough()).isFalse();
        }
        round(10, 2.4);
        assertThat(warmUp.enough()).isTrue();
        assertThat(warmUp.stillCompiling(1000, 1000)).isFalse();
    }

    @Test
    void afterThirtyStretchesItCountsWhileStillCompiling() {
        for (int round = 1; round < 5 * WarmUp.MOST_STRETCHES; round++) {
            round(10, 0.6);
            assertThat(warmUp.enough()).isFalse();
        }
        round(10, 0.6);
        assertThat(warmUp.enough()).isTrue();
        assertThat(warmUp.stillCompiling(1000, 100)).isTrue();
        assertThat(warmUp.stillCompiling(1000, 99)).isFalse();
    }

    @Test
    void afterFiveSecondsItCountsWhileStillCompiling() {
        round(4_900, 500);
        assertThat(warmUp.enough()).isFalse();
        round(900, 0);
        assertThat(warmUp.enough()).isTrue();
        assertThat(warmUp.stillCompiling(1000, 100)).isTrue();
        assertThat(warmUp.stillCompiling(1000, 99)).isFalse();
    }

    @Test
    void oneRoundThatTakesAllTheTimeIsTheOnlyOne() {
        round(5_000, 50);
        assertThat(warmUp.enough()).isTrue();
        assertThat(warmUp.stillCompiling(1000, 1000)).isFalse();
    }

    @Test
    void preparingDoesNotTakeTheSecondRoundAway() {
        gone = WarmUp.MOST_NANOS;
        round(10, 0);
        assertThat(warmUp.enough()).isFalse();
        round(10, 0);
        assertThat(warmUp.enough()).isTrue();
    }
}
