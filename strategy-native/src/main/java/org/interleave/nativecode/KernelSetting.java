package org.interleave.nativecode;

import java.util.function.Function;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.GuardedTaskLoop.NativeCalls;
import org.interleave.core.runtime.TaskLoop;

/**
 * How one task is run.
 *
 * @param lock held by the task's thread, but where it is released
 * @param calls the way into C
 * @param releases whether the lock is released around kernels that are marked so, and by macros through Java
 * @param callTicks how long one call is, between two of which the thread passes a checkpoint; at least one
 * @param inInstance whether kernels find themselves in an interpreter instance
 * @param java makes what runs the task if it has no kernel for this, and makes calls of native code in this way
 */
record KernelSetting(
        Guard lock,
        KernelCalls calls,
        boolean releases,
        long callTicks,
        boolean inInstance,
        Function<NativeCalls, TaskLoop> java) {

    /** What is released around a kernel. */
    Guard releasedAround(LoadedKernel kernel) {
        return releases && kernel.releases() ? lock : Guard.NONE;
    }
}
