package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Availability;
import org.interleave.core.Kernel;
import org.interleave.core.Kernel.Argument;
import org.interleave.core.runtime.Guard;
import org.junit.jupiter.params.provider.Arguments;

/** Calls of kernels in a test, without a task. */
final class Kernels {

    /** One mode for each way into C. */
    static final List<NativeMode> WAYS = List.of(NativeMode.HELD, NativeMode.FOREIGN_HELD, NativeMode.FOREIGN_CRITICAL);

    private Kernels() {}

    /** Each of these, in each way. */
    static Stream<Arguments> inEachWay(Stream<Arguments> cases) {
        return cases.flatMap(some -> WAYS.stream()
                .map(way -> Arguments.of(
                        Stream.concat(Stream.of(way), Arrays.stream(some.get())).toArray())));
    }

    /** The kernels of this process, with those of some libraries. */
    static KernelCatalog catalog(Path... libraries) {
        assertThat(NativeLibrary.availability()).isEqualTo(Availability.available());
        return KernelCatalog.of(List.of(libraries));
    }

    /** A setting of a task that holds nothing. */
    static KernelSetting setting(NativeMode mode, Guard lock) {
        return new KernelSetting(lock, mode.newCalls(), mode.releases(), 1, false, calls -> new NoTaskLoop());
    }

    /** A kernel that goes on. */
    @FunctionalInterface
    interface Ticking {

        /** Calls it until so many ticks are over or it is done; true if it is. */
        boolean advance(long ticks);
    }

    /** What to do with a kernel. */
    interface Use {

        void of(Ticking kernel, Kernel.Results results);
    }

    /** Gives a kernel its arguments and has it used. */
    static void use(LoadedKernel kernel, NativeMode mode, Guard lock, List<Argument> arguments, Use use) {
        KernelSetting setting = setting(mode, lock);
        KernelCall call = KernelCall.forTasks(1).getFirst();
        try (KernelMemory memory = KernelMemory.of(kernel, arguments, call, setting)) {
            setting.calls().prepare(memory);
            KernelRun run = new KernelRun(kernel, memory, setting.calls(), setting.releasedAround(kernel), () -> false);
            use.of(run::call, memory.results());
        }
    }

    /** Has a kernel of words go on by some ticks, and leaves in them what it does. */
    static boolean advance(NativeMode mode, String name, long[] words, long ticks) {
        List<Argument> arguments =
                Arrays.stream(words).<Argument>mapToObj(Argument.Word::new).toList();
        boolean[] done = new boolean[1];
        use(KernelCatalog.load().named(name), mode, Guard.NONE, arguments, (kernel, results) -> {
            try {
                done[0] = kernel.advance(ticks);
            } finally {
                Arrays.setAll(words, results::word);
            }
        });
        return done[0];
    }
}
