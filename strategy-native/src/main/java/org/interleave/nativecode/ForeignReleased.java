package org.interleave.nativecode;

/**
 * C code, called as a foreign function, with the giant lock released meanwhile: what {@code ctypes.CDLL} does in CPython.
 * As {@link NativeReleased} but for the way into C, which is Java's Foreign Function and Memory API and takes no C code
 * of ours in between. Its kernels' arrays are copies, as nothing in Java's heap has an address that lasts.
 */
public final class ForeignReleased extends NativeStrategy {

    /** Its name. */
    public static final String NAME = "foreign-released";

    /** For the catalogue. */
    public ForeignReleased() {
        super(
                NAME,
                "C code called as a foreign function, with the giant lock released meanwhile",
                NativeMode.FOREIGN_RELEASED);
    }
}
