package org.interleave.nativecode;

import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.TaskLoop;

/**
 * How one task is run.
 *
 * @param lock held by the task's thread, but where it is released
 * @param calls the way into C
 * @param releases whether the lock is released around kernels that are marked so, and by macros through Java
 * @param callTicks how long one call is, between two of which the thread passes a checkpoint; at least one
 * @param inInstance whether kernels find themselves in an interpreter instance
 * @param java runs the task if it has no kernel for this
 */
record KernelSetting(
        Guard lock, KernelCalls calls, boolean releases, long callTicks, boolean inInstance, TaskLoop java) {

    /** What is released around a kernel. */
    Guard releasedAround(LoadedKernel kernel) {
        return releases && kernel.releases() ? lock : Guard.NONE;
    }
}
