package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickTest {

    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(Long.SIZE);

    /** Marsaglia's three lines, written with numbers that do not overflow. */
    private static long naive(long state, long ticks) {
        BigInteger x = new BigInteger(Long.toUnsignedString(state));
        for (long round = 0; round < ticks * Tick.ROUNDS; round++) {
            x = x.xor(x.shiftLeft(13).mod(WORD));
            x = x.xor(x.shiftRight(7));
            x = x.xor(x.shiftLeft(17).mod(WORD));
        }
        return x.longValue();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "1, 2", "-1, 1", "-9223372036854775808, 3", "88172645463325252, 100", "42, 1000"})
    void runningAndJumpingReachTheNaiveState(long state, long ticks) {
        long expected = naive(state, ticks);
        assertThat(Tick.run(state, ticks)).as("run").isEqualTo(expected);
        assertThat(Tick.jump(state, ticks)).as("jump").isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 65, 1_000_003})
    void jumpingReachesWhatRunningReaches(long ticks) {
        for (long seed = 0; seed < 20; seed++) {
            long state = Tick.seed(seed);
            assertThat(Tick.jump(state, ticks)).isEqualTo(Tick.run(state, ticks));
        }
    }

    @Test
    void jumpsAddUp() {
        long state = Tick.seed(7);
        assertThat(Tick.jump(Tick.jump(state, 1_234_567_890_123L), 9_876_543_210L))
                .isEqualTo(Tick.jump(state, 1_234_567_890_123L + 9_876_543_210L));
        assertThat(Tick.run(Tick.run(state, 300), 700)).isEqualTo(Tick.run(state, 1_000));
    }

    @Test
    void zeroStaysZero() {
        assertThat(Tick.run(0, 1_000)).isZero();
        assertThat(Tick.jump(0, 1_000)).isZero();
    }

    @Test
    void noTicksLeaveTheState() {
        assertThat(Tick.run(5, 0)).isEqualTo(5);
        assertThat(Tick.run(5, -1)).isEqualTo(5);
        assertThat(Tick.jump(5, 0)).isEqualTo(5);
    }

    @Test
    void jumpingBackIsRefused() {
        assertThatThrownBy(() -> Tick.jump(5, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void seedsAreDistinctAndNeverZero() {
        int number = 100_000;
        assertThat(LongStream.range(-number, number).map(Tick::seed).distinct().count())
                .isEqualTo(2L * number);
        assertThat(LongStream.range(-number, number).map(Tick::seed)).doesNotContain(0L);
    }

    /** It is the one that the mix takes to zero. */
    @Test
    void theSeedThatWouldBeZeroIsNot() {
        assertThat(Tick.seed(-1)).isNotZero();
    }
}
