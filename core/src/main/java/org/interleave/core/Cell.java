package org.interleave.core;

/**
 * A number shared by the tasks of a run, kept the way the strategy protects it.
 *
 * <p>To change it, a task loads it, computes, and stores, each a tick of its own, as an interpreter executes {@code x
 * += 1}. Between load and store another task may run; what happens then is the strategy's answer. An unprotected cell
 * stores all the same and the other's update is lost. A protected one stores only what was computed from its present
 * value, and tells the task to start over, or keeps others out from load to store.
 *
 * @see Outcome#cells()
 */
public interface Cell {

    /** The present value. */
    long load();

    /**
     * Stores a value that was computed from a loaded one.
     *
     * @param loaded what {@link #load} returned
     * @param value what to store
     * @return whether it was stored; if not, load again
     */
    boolean store(long loaded, long value);
}
