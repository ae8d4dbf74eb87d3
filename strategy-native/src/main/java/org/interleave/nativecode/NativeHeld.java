package org.interleave.nativecode;

/**
 * C code, called through JNI, that keeps the giant lock: what a C extension of an interpreter does that gives no thought to
 * threads. It passes no checkpoint before a call is over, so all other tasks stand still until then, whatever the switch
 * interval; by default until the task is done.
 *
 * <p>That includes the tasks that a daemon waits for: a daemon with a C twin, once it computes, ends at its twin's
 * limit or when the run is cancelled, unless {@linkplain NativeOptions#CALL_TICKS its calls} are shorter.
 *
 * <p>Tasks without a C twin run in Java under the same lock, as {@code giant-lock-*} runs them. Cells are unprotected but
 * for the lock.
 */
public final class NativeHeld extends NativeStrategy {

    /** Its name. */
    public static final String NAME = "native-held";

    /** For the catalogue. */
    public NativeHeld() {
        super(NAME, "C code that keeps the giant lock until it is done", NativeMode.HELD);
    }
}
