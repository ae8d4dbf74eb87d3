package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import org.interleave.core.Kernel.Argument;
import org.interleave.core.runtime.Guard;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels with arrays, in place and copied, in every mode. */
@Needs(Resource.C_COMPILER)
final class ArrayKernelsTest {

    private final Random random = new Random(20260103);

    private final double[] left = random.doubles(10_007, -1, 1).toArray();
    private final double[] right = random.doubles(10_007, -1, 1).toArray();

    @ParameterizedTest
    @EnumSource(NativeMode.class)
    void aDotProductIsJavasToTheBit(NativeMode mode) {
        int passes = 2;
        double expected = 0;
        for (int i = 0; i < passes * left.length; i++) {
            expected += left[i % left.length] * right[i % left.length];
        }
        double product = expected;
        List<Argument> arguments = List.of(
                new Argument.Word(0),
                new Argument.Reals(left),
                new Argument.Reals(right),
                new Argument.Reals(new double[1]),
                new Argument.Word(passes));

        Kernels.use(Kernels.catalog().named("dot"), mode, Guard.NONE, arguments, (kernel, results) -> {
            assertThat(kernel.advance(3)).isFalse();
            assertThat(results.word(0)).isBetween(1L, left.length - 1L);
            while (!kernel.advance(7)) {
                assertThat(results.word(0)).isLessThan((long) passes * left.length);
            }
            assertThat(results.reals(3)).containsExactly(product);
            assertThat(results.reals(1)).containsExactly(left);
        });
    }

    @ParameterizedTest
    @EnumSource(NativeMode.class)
    void aHashIsTheJdks(NativeMode mode) throws Exception {
        for (int length : new int[] {0, 1, 55, 56, 63, 64, 65, 1_000, 10_000}) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            byte[] expected = MessageDigest.getInstance("SHA-256").digest(message);
            List<Argument> arguments = List.of(
                    new Argument.Word(0),
                    new Argument.Bytes(message),
                    new Argument.Bytes(new byte[112]),
                    new Argument.Bytes(new byte[32]));

            Kernels.use(Kernels.catalog().named("hash"), mode, Guard.NONE, arguments, (kernel, results) -> {
                boolean done = kernel.advance(1);
                while (!done) {
                    done = kernel.advance(100);
                }
                assertThat(results.bytes(3)).containsExactly(expected);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(NativeMode.class)
    void arraysOfACriticalKernelStayInPlaceWhereTheyCan(NativeMode mode, @TempDir Path directory) throws Exception {
        LoadedKernel scale =
                Kernels.catalog(CLibraries.build(directory, "user")).named("scale");
        double[] numbers = {1, 2, 3};
        List<Argument> arguments =
                List.of(new Argument.Word(0), new Argument.Reals(numbers), new Argument.Reals(new double[] {10}));

        Kernels.use(scale, mode, Guard.NONE, arguments, (kernel, results) -> {
            assertThat(kernel.advance(2)).isFalse();
            assertThat(results.reals(1)).containsExactly(10, 20, 3);
            assertThat(kernel.advance(2)).isTrue();
            assertThat(results.reals(1)).containsExactly(10, 20, 30);
        });

        boolean inPlace = mode != NativeMode.FOREIGN_HELD && mode != NativeMode.FOREIGN_RELEASED;
        assertThat(numbers).containsExactly(inPlace ? new double[] {10, 20, 30} : new double[] {1, 2, 3});
    }

    @ParameterizedTest
    @EnumSource(NativeMode.class)
    void arraysOfOthersAreCopied(NativeMode mode, @TempDir Path directory) throws Exception {
        LoadedKernel reverse =
                Kernels.catalog(CLibraries.build(directory, "user")).named("reverse-bytes");
        byte[] bytes = {1, 2, 3};

        Kernels.use(reverse, mode, Guard.NONE, List.of(new Argument.Bytes(bytes)), (kernel, results) -> {
            assertThat(kernel.advance(1)).isTrue();
            assertThat(results.bytes(0)).containsExactly(3, 2, 1);
        });

        assertThat(bytes).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource(NativeMode.class)
    void resultsOfOtherTypesAreRefused(NativeMode mode, @TempDir Path directory) throws Exception {
        LoadedKernel reverse =
                Kernels.catalog(CLibraries.build(directory, "user")).named("reverse-bytes");

        Kernels.use(reverse, mode, Guard.NONE, List.of(new Argument.Bytes(new byte[0])), (kernel, results) -> {
            assertThat(kernel.advance(1)).isTrue();
            assertThat(results.bytes(0)).isEmpty();
            assertThatThrownBy(() -> results.word(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> results.reals(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> results.bytes(1)).isInstanceOf(IllegalArgumentException.class);
        });
    }
}
