package org.interleave.nativecode;

/**
 * C code that keeps the giant lock: what a C extension of an interpreter does that gives no thought to threads. It never
 * passes a checkpoint, so all other tasks stand still until it is done, whatever the switch interval.
 *
 * <p>That includes the tasks that a daemon waits for: a daemon with a C twin, once it computes, ends at its twin's
 * limit or when the run is cancelled.
 *
 * <p>Tasks without a C twin run in Java under the same lock, as {@code giant-lock-timed} runs them. Cells are
 * unprotected but for the lock.
 */
public final class NativeHeld extends NativeStrategy {

    /** Its name. */
    public static final String NAME = "native-held";

    /** For the catalogue. */
    public NativeHeld() {
        super(NAME, "C code that keeps the giant lock until it is done", (lock, code) -> code.getAsBoolean());
    }
}
