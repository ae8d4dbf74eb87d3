package org.interleave.nativecode;

/**
 * C code, called as a critical foreign function: the thread stays in the state of Java code, and arrays stay in the heap. It
 * keeps the giant lock, and more than that: while it runs, whatever the JVM has to stop all threads for, such as collecting
 * garbage, waits for it, and so does every other thread. So one call to C takes a millisecond of ticks at most.
 *
 * <p>Kernels that are not marked {@code INTERLEAVE_CRITICAL} are called as by {@link ForeignHeld}. All else is as there.
 */
public final class ForeignCritical extends NativeStrategy {

    /** Its name. */
    public static final String NAME = "foreign-critical";

    /** For the catalogue. */
    public ForeignCritical() {
        super(
                NAME,
                "C code called as a critical foreign function, for which the whole JVM may have to wait",
                NativeMode.FOREIGN_CRITICAL);
    }
}
