package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Kernel.Argument;
import org.interleave.core.Tick;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel of words against Java, in slices of every size, in each way into C. */
@Needs(Resource.C_COMPILER)
final class NativeKernelsTest {

    @BeforeAll
    static void loadLibrary() {
        assertThat(Kernels.catalog().names()).contains("countdown", "primes", "spin");
    }

    /** A seed, how many ticks, and the ticks of a slice, at most a thousand slices. */
    static Stream<Arguments> runs() {
        Random random = new Random(20260101);
        return Kernels.inEachWay(Stream.concat(
                Stream.of(Arguments.of(1L, 0L, 1L), Arguments.of(2L, 1L, 1L), Arguments.of(3L, 1_000L, 1L)),
                IntStream.range(0, 20).mapToObj(i -> {
                    long ticks = random.nextLong(1, 300_000);
                    return Arguments.of(random.nextLong(), ticks, random.nextLong(1 + ticks / 1_000, ticks + 2));
                })));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void countdownEqualsJavaAfterEverySlice(NativeMode way, long seed, long ticks, long slice) {
        long start = Tick.seed(seed);
        long[] state = {start, ticks};
        long expected = start;
        boolean done = false;
        for (long left = ticks; !done; left -= slice) {
            done = Kernels.advance(way, "countdown", state, slice);

            expected = Tick.run(expected, Math.min(slice, left));
            assertThat(state).containsExactly(expected, Math.max(0, left - slice));
            assertThat(done).isEqualTo(left <= slice);
        }
        assertThat(state[0]).isEqualTo(Tick.jump(start, ticks));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void spinCountsItsTicks(NativeMode way, long seed, long ticks, long slice) {
        long start = Tick.seed(seed);
        long[] state = {0, start, ticks};
        boolean done = false;
        for (long left = ticks; !done; left -= slice) {
            done = Kernels.advance(way, "spin", state, slice);

            long count = Math.min(ticks, ticks - left + slice);
            assertThat(state).containsExactly(count, Tick.jump(start, count), ticks);
            assertThat(done).isEqualTo(left <= slice);
        }
    }

    /** First candidate, step, limit, and the ticks of a slice. */
    static Stream<Arguments> progressions() {
        Random random = new Random(20260102);
        return Kernels.inEachWay(Stream.concat(
                Stream.of(
                        Arguments.of(2L, 1L, 2L, 1L),
                        Arguments.of(2L, 1L, 3L, 1L),
                        Arguments.of(2L, 1L, 1_000L, 1L),
                        Arguments.of(3L, 2L, 1_000L, 2L),
                        Arguments.of(100L, 1L, 50L, 7L),
                        Arguments.of(2L, 1L, 50_000L, KernelCalls.SLICE_TICKS)),
                IntStream.range(0, 20)
                        .mapToObj(i -> Arguments.of(
                                random.nextLong(2, 100),
                                random.nextLong(1, 30),
                                random.nextLong(2, 20_000),
                                random.nextLong(1, 5_000)))));
    }

    @ParameterizedTest
    @MethodSource("progressions")
    void primesEqualsJavaAfterEverySlice(NativeMode way, long first, long step, long limit, long slice) {
        long[] state = {0, first, step, limit, 2};
        long[] expected = state.clone();
        boolean done = false;
        while (!done) {
            done = Kernels.advance(way, "primes", state, slice);

            assertThat(done).isEqualTo(trialDivision(expected, slice));
            assertThat(state).containsExactly(expected);
        }
        assertThat(state[0]).isEqualTo(sieve(first, step, limit));
    }

    @Test
    void primesOverflowsAsJavaDoes() {
        long[] state = {0, Long.MAX_VALUE - 24, 1, Long.MAX_VALUE, 3_037_000_490L};
        long[] expected = state.clone();

        assertThat(Kernels.advance(NativeMode.HELD, "primes", state, 1_000)).isEqualTo(trialDivision(expected, 1_000));
        assertThat(state).containsExactly(expected);
        assertThat(state[4]).isGreaterThan(3_037_000_500L);
    }

    private static boolean trialDivision(long[] state, long ticks) {
        long left = ticks;
        while (state[1] < state[3]) {
            if (state[4] * state[4] > state[1]) {
                state[0]++;
                state[1] += state[2];
                state[4] = 2;
            } else if (left-- == 0) {
                return false;
            } else if (state[1] % state[4] == 0) {
                state[1] += state[2];
                state[4] = 2;
            } else {
                state[4]++;
            }
        }
        return true;
    }

    private static long sieve(long first, long step, long limit) {
        BitSet composite = new BitSet();
        for (int n = 2; (long) n * n < limit; n++) {
            for (int multiple = n * n; multiple < limit; multiple += n) {
                composite.set(multiple);
            }
        }
        long found = 0;
        for (long candidate = first; candidate < limit; candidate += step) {
            found += composite.get(Math.toIntExact(candidate)) ? 0 : 1;
        }
        return found;
    }

    static Stream<long[]> statesOfNoPrimes() {
        return Stream.of(
                new long[] {0, 2, 1, 100, 0}, new long[] {0, 2, 1, 100, -1},
                new long[] {0, 1, 1, 100, 2}, new long[] {0, 2, 0, 100, 2});
    }

    @ParameterizedTest
    @MethodSource("statesOfNoPrimes")
    void refusesAStateThatNoTaskHas(long[] state) {
        long[] before = state.clone();

        for (NativeMode way : Kernels.WAYS) {
            assertThatThrownBy(() -> Kernels.advance(way, "primes", state, 10))
                    .isInstanceOf(KernelFailedException.class)
                    .hasMessageStartingWith("C kernel primes failed (code 1)")
                    .hasMessageEndingWith("a state that no task has");
            assertThat(state).containsExactly(before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void refusesAStateOfTheWrongSize(int words) {
        String given = String.join(", ", Collections.nCopies(words, "word"));

        assertThatThrownBy(() -> Kernels.advance(NativeMode.HELD, "countdown", new long[words], 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("C kernel countdown takes word, word, was given " + given);
    }

    @Test
    void refusesArgumentsOfOtherTypes() {
        LoadedKernel dot = KernelCatalog.load().named("dot");
        List<Argument> arguments = List.of(new Argument.Word(0), new Argument.Bytes(new byte[8]));

        assertThatThrownBy(() -> dot.check(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("C kernel dot takes word, reals, reals, reals, word, was given word, bytes");
        assertThatThrownBy(() -> dot.check(List.of())).hasMessageEndingWith("was given nothing");
    }

    @Test
    void namesTheKnownKernelsWhenOneIsUnknown() {
        assertThatThrownBy(() -> KernelCatalog.load().named("prime"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("did you mean 'primes'?")
                .hasMessageContaining("known: consume, countdown, ");
    }
}
