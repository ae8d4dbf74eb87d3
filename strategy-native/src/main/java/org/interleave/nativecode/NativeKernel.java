package org.interleave.nativecode;

/** A C function that is a task's twin. */
@FunctionalInterface
interface NativeKernel {

    /**
     * Calls the function.
     *
     * @param state its words, which it advances
     * @param ticks how many ticks it may use, at least one
     * @return whether it is done, which leaves the result in the first word
     * @throws IllegalArgumentException if no task has such a state, which is then unchanged
     */
    boolean advance(long[] state, long ticks);
}
