package org.interleave.nativecode;

import org.jspecify.annotations.Nullable;

/**
 * Calls of kernels through JNI, as an interpreter calls its C extensions. Arrays of a kernel that is marked as critical are
 * pinned for the time of a call, where they lie in the heap; others are copied once, before the first call.
 *
 * <p>{@link NativeLibrary} has to be loaded before. What a kernel leaves pending as an exception is thrown by the call.
 */
final class JniKernels implements KernelCalls {

    @Override
    public boolean inPlace(LoadedKernel kernel) {
        return kernel.critical() && kernel.arrays() > 0;
    }

    @Override
    public int call(LoadedKernel kernel, KernelMemory memory, long ticks) {
        long function = kernel.function().address();
        long call = memory.call().address();
        long values = memory.values();
        if (memory.isInPlace()) {
            return callInPlace(function, call, ticks, values, memory.heapArrays());
        }
        AllowThreads allowing = memory.allowing();
        return allowing == null
                ? call(function, call, ticks, values)
                : callAllowingThreads(function, call, ticks, values, allowing);
    }

    /**
     * Calls a kernel.
     *
     * @param function the address of its function
     * @param call the address of a call
     * @param ticks how many ticks it may use
     * @param values the address of its values
     * @return what it returns
     */
    private static native int call(long function, long call, long ticks, long values);

    /** The same for a kernel that releases the lock by itself: for the time of the call the macros lead here. */
    private static native int callAllowingThreads(
            long function, long call, long ticks, long values, AllowThreads allowing);

    /**
     * The same with arrays in place.
     *
     * @param arrays for each parameter its {@code double[]} or {@code byte[]}, null for a word
     * @throws OutOfMemoryError if an array cannot be pinned
     */
    private static native int callInPlace(long function, long call, long ticks, long values, @Nullable Object[] arrays);
}
