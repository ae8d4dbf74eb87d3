package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickTest {

    private static LongStream states() {
        return LongStream.concat(LongStream.of(1, -1, Long.MIN_VALUE, Long.MAX_VALUE), new Random(1).longs(20));
    }

    @Test
    void aTickIsThirteenRoundsOfMarsagliasXorshift() {
        // The first state of Marsaglia's example generator, and its second and fourteenth.
        long x = 88172645463325252L;
        for (int round = 0; round < Tick.ROUNDS; round++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            if (round == 0) {
                assertThat(x).isEqualTo(8748534153485358512L);
            }
        }
        assertThat(Tick.run(88172645463325252L, 1)).isEqualTo(x);
    }

    @ParameterizedTest
    @MethodSource("states")
    void jumpingIsRunning(long state) {
        long x = state;
        for (int ticks = 0; ticks < 300; ticks++) {
            assertThat(Tick.jump(state, ticks))
                    .describedAs("after %d ticks", ticks)
                    .isEqualTo(x);
            x = Tick.run(x, 1);
        }
        assertThat(Tick.jump(state, 123_457)).isEqualTo(Tick.run(state, 123_457));
    }

    @ParameterizedTest
    @MethodSource("states")
    void jumpsAddUp(long state) {
        long far = 1L << 40;
        assertThat(Tick.jump(Tick.jump(state, far), far + 17)).isEqualTo(Tick.jump(state, 2 * far + 17));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void noTicksChangeNothing(long ticks) {
        assertThat(Tick.run(42, ticks)).isEqualTo(42);
    }

    @Test
    void zeroStaysZeroAndJumpingBackIsRefused() {
        assertThat(Tick.run(0, 10)).isZero();
        assertThat(Tick.jump(0, 10)).isZero();
        assertThatThrownBy(() -> Tick.jump(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void seedsThatFollowEachOtherGiveStatesFarApart() {
        Set<Long> states = new HashSet<>();
        IntStream.range(-1000, 1000).forEach(seed -> states.add(Tick.seed(seed)));
        assertThat(states).hasSize(2000).doesNotContain(0L);
        int differing = Long.bitCount(Tick.seed(1) ^ Tick.seed(2));
        assertThat(differing).isBetween(16, 48);
    }
}
