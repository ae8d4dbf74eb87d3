package org.interleave.core.runtime;

/**
 * What a task has to hold while it runs on a thread. {@link GuardedTaskLoop} takes it before the first turn, drops it around
 * every wait, as an interpreter drops its lock around I/O, and passes a checkpoint after every budget of ticks.
 *
 * <p>What one holder wrote happens before the next one's {@link #acquire} returns.
 *
 * <p>The methods with a default say why it is taken or dropped, to those who want to know.
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

    /** Acquires it for a task that begins on this thread. */
    default void begin(int task) {
        acquire();
    }

    /** Releases it for a task that has ended on this thread. */
    default void end() {
        release();
    }

    /** Releases it around I/O or another wait. */
    default void releaseForWait() {
        release();
    }

    /** Acquires it after I/O or another wait. */
    default void acquireAfterWait() {
        acquire();
    }
}
