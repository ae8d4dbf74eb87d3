package org.interleave.nativecode;

/** A way from Java into a kernel. Used by any thread, each with a memory of its own, unless it says otherwise. */
sealed interface KernelCalls permits JniKernels, ForeignKernels, CriticalKernels, InstanceKernels {

    /** About 20 ms of the tick: the longest that a cancelled task goes on, and beside it a call costs nothing. */
    long SLICE_TICKS = 1_000_000;

    /** Whether the arrays of a kernel stay in Java's heap while it is called; otherwise they are copied out of it before. */
    boolean inPlace(LoadedKernel kernel);

    /** The most ticks of one call of the C function, about 20 ms unless a call is in the way of others. */
    default long mostTicks(LoadedKernel kernel) {
        return SLICE_TICKS;
    }

    /** Leads the macros of a kernel that releases the lock by itself to its guard, before the first call. */
    default void prepare(KernelMemory memory) {}

    /**
     * Calls a kernel once.
     *
     * @param memory prepared, and in place as {@link #inPlace} says
     * @param ticks how many ticks it may use, at least one
     * @return what it returns
     */
    int call(LoadedKernel kernel, KernelMemory memory, long ticks);

    /** After the last call for a task, if there was one, whatever came of it. */
    default void end() {}
}
