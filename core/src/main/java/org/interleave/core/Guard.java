package org.interleave.core;

/**
 * What a task has to hold while it runs on a thread. {@link Drive} takes it before the first turn, drops it around
 * every wait, as an interpreter drops its lock around I/O, and passes a checkpoint after every budget of ticks.
 *
 * <p>What one holder wrote happens before the next one's {@link #acquire} returns.
 */
public interface Guard {

    /** Holds nothing. */
    Guard NONE = new Guard() {
        @Override
        public void acquire() {}

        @Override
        public void release() {}

        @Override
        public void checkpoint() {}
    };

    /** Waits until this thread holds it. Not interruptible; a pending interrupt stays pending. */
    void acquire();

    /** Drops it. Called only by the holder. */
    void release();

    /** The holder's offer to let another run. On return this thread holds it again, or still. */
    void checkpoint();
}
