package org.interleave.nativecode;

/**
 * C code, called as a foreign function, that keeps the giant lock: what {@code ctypes.PyDLL} does in CPython. As {@link
 * NativeHeld} but for the way into C, which is Java's Foreign Function and Memory API and takes no C code of ours in
 * between.
 */
public final class ForeignHeld extends NativeStrategy {

    /** Its name. */
    public static final String NAME = "foreign-held";

    /** For the catalogue. */
    public ForeignHeld() {
        super(NAME, "C code called as a foreign function, with the giant lock kept", NativeMode.FOREIGN_HELD);
    }
}
