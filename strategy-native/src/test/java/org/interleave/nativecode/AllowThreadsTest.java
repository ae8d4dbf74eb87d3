package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interleave.core.Kernel.Argument;
import org.interleave.core.Tick;
import org.interleave.core.runtime.Guard;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two ways to release the lock: by a flag, and by macros that come back from C. */
@Needs(Resource.C_COMPILER)
final class AllowThreadsTest {

    private final List<String> lock = new ArrayList<>();

    private final Guard recording = new Guard() {
        @Override
        public void acquire() {
            lock.add("acquire");
        }

        @Override
        public void release() {
            lock.add("release");
        }

        @Override
        public void checkpoint() {
            lock.add("checkpoint");
        }
    };

    private void call(LoadedKernel kernel, NativeMode mode, long... words) {
        List<Argument> arguments =
                Arrays.stream(words).<Argument>mapToObj(Argument.Word::new).toList();
        Kernels.use(kernel, mode, recording, arguments, (ticking, results) -> {
            ticking.advance(10);
            if (kernel.name().startsWith("countdown")) {
                assertThat(results.word(0)).isEqualTo(Tick.jump(words[0], 10));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = NativeMode.class,
            names = {"RELEASED", "FOREIGN_RELEASED"})
    void aReleasingStrategyReleasesOnceByFlagAndByMacros(NativeMode mode) {
        KernelCatalog kernels = Kernels.catalog();

        call(kernels.named("countdown"), mode, 1, 100);
        assertThat(lock).containsExactly("release", "acquire");
        lock.clear();
        call(kernels.named("countdown_allowing"), mode, 1, 100);
        assertThat(lock).containsExactly("release", "acquire");
    }

    @ParameterizedTest
    @EnumSource(
            value = NativeMode.class,
            names = {"HELD", "FOREIGN_HELD", "FOREIGN_CRITICAL"})
    void aHoldingStrategyDoesNot(NativeMode mode) {
        KernelCatalog kernels = Kernels.catalog();

        call(kernels.named("countdown"), mode, 1, 100);
        call(kernels.named("countdown_allowing"), mode, 1, 100);

        assertThat(lock).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = NativeMode.class,
            names = {"RELEASED", "FOREIGN_RELEASED"})
    void whatAKernelForgetsToTakeIsTakenAndSaid(NativeMode mode, @TempDir Path directory) throws Exception {
        KernelCatalog kernels = Kernels.catalog(CLibraries.build(directory, "bad"));

        assertThatThrownBy(() -> call(kernels.named("leaves_lock"), mode, 1))
                .isInstanceOf(KernelFailedException.class)
                .hasMessage("C kernel leaves_lock returned without INTERLEAVE_END_ALLOW_THREADS");
        assertThat(lock).containsExactly("release", "acquire");
    }

    @Test
    void macrosOutOfTurnReachTheLockInTurn() {
        AllowThreads allowing = new AllowThreads(recording);

        allowing.acquire();
        assertThat(lock).isEmpty();
        allowing.release();
        allowing.release();
        assertThat(lock).containsExactly("release");
        assertThat(allowing.takenAgain()).isFalse();
        assertThat(allowing.takenAgain()).isTrue();
        assertThat(lock).containsExactly("release", "acquire");
    }
}
