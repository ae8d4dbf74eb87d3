package org.interleave.nativecode;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Critical calls of foreign functions: the thread stays in the state of Java code, which spares it two changes, and
 * arrays may lie in the heap. Until the call returns no garbage can be collected, and nothing else done for which all
 * threads have to stop: whoever needs that, waits, with all others. So calls are short.
 *
 * <p>A kernel that is not marked as critical is called as {@link ForeignKernels} does. So are the arrays of one that has
 * more than four copied: only an argument of the call itself may lie in the heap, and a function in C hands it on.
 *
 * <p>{@link NativeLibrary} has to be loaded before this class is.
 */
final class CriticalKernels implements KernelCalls {

    /** About a millisecond of the tick. */
    private static final long CRITICAL_TICKS = 50_000;

    private static final int MOST_ARRAYS = 4;

    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle CALL =
            LINKER.downcallHandle(ForeignKernels.FUNCTION, Linker.Option.critical(false));

    private static final MethodHandle CALL_IN_PLACE = LINKER.downcallHandle(
            NativeLibrary.symbols().findOrThrow("interleave_call_in_place"),
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS, // the function
                    ValueLayout.JAVA_LONG, // the call
                    ValueLayout.JAVA_LONG, // ticks
                    ValueLayout.JAVA_LONG, // the values
                    ValueLayout.JAVA_INT, // the parameter of each array, a byte each
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS),
            Linker.Option.critical(true));

    private final ForeignKernels others = new ForeignKernels();

    @Override
    public boolean inPlace(LoadedKernel kernel) {
        return kernel.critical() && kernel.arrays() > 0 && kernel.arrays() <= MOST_ARRAYS;
    }

    @Override
    public long mostTicks(LoadedKernel kernel) {
        return kernel.critical() ? CRITICAL_TICKS : SLICE_TICKS;
    }

    @Override
    public int call(LoadedKernel kernel, KernelMemory memory, long ticks) {
        if (!kernel.critical()) {
            return others.call(kernel, memory, ticks);
        }
        try {
            return memory.isInPlace()
                    ? callInPlace(kernel, memory, ticks)
                    : (int) CALL.invokeExact(kernel.function(), memory.call().address(), ticks, memory.values());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a C function throws nothing", e);
        }
    }

    private static int callInPlace(LoadedKernel kernel, KernelMemory memory, long ticks) throws Throwable {
        return (int) CALL_IN_PLACE.invokeExact(
                kernel.function(),
                memory.call().address(),
                ticks,
                memory.values(),
                memory.heapPlaces(),
                memory.heapSegment(0),
                memory.heapSegment(1),
                memory.heapSegment(2),
                memory.heapSegment(3));
    }
}
