package org.interleave.nativecode;

import java.lang.foreign.MemorySegment;

/**
 * Calls of kernels in one thread of an interpreter instance, as foreign functions. The macros release the instance's
 * lock, by a call within C. Arrays are copied once, before the first call.
 *
 * <p>Used by that thread only.
 *
 * @param thread the address of its {@code interleave_thread}
 */
record InstanceKernels(MemorySegment thread) implements KernelCalls {

    @Override
    public boolean inPlace(LoadedKernel kernel) {
        return false;
    }

    @Override
    public int call(LoadedKernel kernel, KernelMemory memory, long ticks) {
        return InstanceFunctions.call(thread, kernel.function(), memory.call().address(), ticks, memory.values());
    }

    @Override
    public void end() {
        InstanceFunctions.closeThread(thread);
    }
}
