package org.interleave.nativecode;

import java.lang.foreign.MemorySegment;

/**
 * Calls of kernels through JNI, as those of an interpreter's C extension. Arrays are pinned for the time of a call, if the kernel
 * is marked as critical, and otherwise copied.
 *
 * <p>{@link NativeLibrary} has to be loaded before.
 */
final class JniCalls implements KernelCalls {

    @Override
    public boolean inPlace(LoadedKernel kernel) {
        return kernel.critical() && kernel.arrays() <= KernelMemory.MOST_PINNED;
    }

    @Override
    public int call(LoadedKernel kernel, KernelMemory memory, long ticks) {
        long function = kernel.address();
        long call = memory.call().address();
        long values = memory.values().address();
        if (memory.isInPlace()) {
            return callInPlace(function, call, ticks, values, memory.arrays());
        }
        AllowThreads allowing = memory.allowing();
        return allowing == null
                ? call(function, call, ticks, values)
                : callAllowing(function, call, ticks, values, allowing);
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

    /** The same for a kernel that releases the lock by itself: for the time of the call the macros lead to an object. */
    private static native int callAllowing(long function, long call, long ticks, long values, AllowThreads allowing);

    /**
     * The same with arrays in place.
     *
     * @param arrays for each parameter its {@code double[]} or {@code byte[]}, null for a word; at most {@link
     *     KernelMemory#MOST_PINNED} arrays
     * @throws OutOfMemoryError if an array cannot be pinned
     */
    private static native int callInPlace(long function, long call, long ticks, long values, Object[] arrays);
}
