package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Kernel.Argument;
import org.interleave.core.runtime.Guard;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A million calls leave nothing behind, neither in Java's heap nor outside. */
@Needs(Resource.C_COMPILER)
@Isolated("counts what is allocated")
final class MillionCallsTest {

    private static final int CALLS = 1_000_000;
    private static final int WARM_UP = 200_000;
    private static final int MANY_UPCALLS = 20_000;

    /** A tenth of a byte for each call: what the JVM may allocate on its own account. */
    private static final long SOME_BYTES = CALLS / 10;

    /** Less than a call's memory times their number, and more than compilers take meanwhile. */
    private static final long SOME_NATIVE_BYTES = 40_000_000;

    private final KernelCatalog kernels = Kernels.catalog();

    @ParameterizedTest
    @EnumSource(NativeMode.class)
    void aCallAllocatesNothing(NativeMode mode) {
        LoadedKernel countdown = kernels.named("countdown");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Argument> arguments = List.of(new Argument.Word(1), new Argument.Word(2L * CALLS));

        Kernels.use(countdown, mode, Guard.NONE, arguments, (kernel, results) -> {
            call(kernel, WARM_UP);
            long before = threads.getCurrentThreadAllocatedBytes();
            call(kernel, CALLS);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(SOME_BYTES);
            assertThat(results.word(1)).isEqualTo(2L * CALLS - CALLS - WARM_UP);
        });
    }

    private static void call(Kernels.Ticking kernel, int times) {
        for (int i = 0; i < times; i++) {
            assertNotDone(kernel.advance(1));
        }
    }

    private static void assertNotDone(boolean done) {
        if (done) {
            throw new AssertionError("done before its time");
        }
    }

    /** With a memory for each call. */
    @ParameterizedTest
    @EnumSource(
            value = NativeMode.class,
            names = {"HELD", "RELEASED", "FOREIGN_HELD", "FOREIGN_CRITICAL"})
    void aTaskGivesItsMemoryBack(NativeMode mode) {
        LoadedKernel kernel = kernels.named("nothing_allowing");
        List<Argument> arguments = List.of(new Argument.Word(1));
        Optional<MallocUse> malloc = MallocUse.find();

        begin(kernel, mode, arguments, WARM_UP);
        long before = malloc.map(MallocUse::bytes).orElse(0L);
        begin(kernel, mode, arguments, CALLS);

        assertThat(malloc.map(MallocUse::bytes).orElse(0L) - before).isLessThan(SOME_NATIVE_BYTES);
    }

    /** The JVM has a place for them that would be full soon. */
    @Test
    void aTaskGivesBackWhatTheMacrosLeadTo() {
        LoadedKernel kernel = kernels.named("nothing_allowing");

        begin(kernel, NativeMode.FOREIGN_RELEASED, List.of(new Argument.Word(1)), MANY_UPCALLS);
    }

    private static void begin(LoadedKernel kernel, NativeMode mode, List<Argument> arguments, int times) {
        KernelSetting setting = Kernels.setting(mode, Guard.NONE);
        KernelCall call = KernelCall.forTasks(1).getFirst();
        for (int i = 0; i < times; i++) {
            try (KernelMemory memory = KernelMemory.of(kernel, arguments, call, setting)) {
                setting.calls().prepare(memory);
                KernelRun run =
                        new KernelRun(kernel, memory, setting.calls(), setting.releasedAround(kernel), () -> false);
                if (!run.call(1)) {
                    throw new AssertionError("is not done");
                }
            }
        }
    }

    /** What the C library has given out and not got back, by {@code mallinfo2} of glibc. */
    private record MallocUse(MethodHandle use) {

        private static final long COUNTS = 10;

        /** The index of {@code uordblks}, in bytes, and of {@code hblkhd}, that of blocks with a mapping of their own. */
        private static final int IN_USE = 7;

        private static final int MAPPED = 4;

        static Optional<MallocUse> find() {
            MemoryLayout result = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(COUNTS, ValueLayout.JAVA_LONG));
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("mallinfo2")
                    .map(function -> new MallocUse(linker.downcallHandle(function, FunctionDescriptor.of(result))));
        }

        long bytes() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment counts = (MemorySegment) use.invokeExact((SegmentAllocator) arena);
                return counts.getAtIndex(ValueLayout.JAVA_LONG, IN_USE)
                        + counts.getAtIndex(ValueLayout.JAVA_LONG, MAPPED);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }
}
