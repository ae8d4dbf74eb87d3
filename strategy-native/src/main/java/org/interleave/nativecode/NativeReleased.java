package org.interleave.nativecode;

/**
 * C code, called through JNI, that releases the giant lock while it computes, and so runs beside the holder on another
 * processor. To get its result back to the interpreter it takes the lock again, and waits for it like any other thread.
 *
 * <p>Models {@code Py_BEGIN_ALLOW_THREADS} and {@code Py_END_ALLOW_THREADS} in a C extension of CPython, which may touch no
 * object of the interpreter between the two. Kernels do it in one of two ways. Around those that are marked {@code
 * INTERLEAVE_RELEASES} the lock is released here, for the whole call, and nothing crosses over from C. Those marked {@code
 * INTERLEAVE_ALLOWS_THREADS} release it where they want to, by macros of those names, which cost an upcall each. A kernel
 * that is marked as neither keeps the lock.
 *
 * <p>Tasks without a C twin run in Java under the same lock, as {@code giant-lock-*} runs them. Cells are unprotected but
 * for the lock.
 *
 * @see <a href="https://docs.python.org/3/c-api/init.html#releasing-the-gil-from-extension-code">Releasing the GIL from
 *     extension code</a>
 */
public final class NativeReleased extends NativeStrategy {

    /** Its name. */
    public static final String NAME = "native-released";

    /** For the catalogue. */
    public NativeReleased() {
        super(NAME, "C code that releases the giant lock while it computes", NativeMode.RELEASED);
    }
}
