package org.interleave.nativecode;

import java.util.function.BooleanSupplier;
import org.interleave.threads.GiantLock;

/**
 * C code that releases the giant lock while it computes, and so runs beside the holder on another processor. To get
 * its result back to the interpreter it takes the lock again, and waits for it like any other thread.
 *
 * <p>Models {@code Py_BEGIN_ALLOW_THREADS} and {@code Py_END_ALLOW_THREADS} around the computation in a C extension of
 * CPython, which may touch no object of the interpreter between the two. Here the C code has a copy of its state.
 *
 * <p>Tasks without a C twin run in Java under the same lock, as {@code giant-lock-timed} runs them. Cells are
 * unprotected but for the lock.
 *
 * @see <a href="https://docs.python.org/3/c-api/init.html#releasing-the-gil-from-extension-code">Releasing the GIL from
 *     extension code</a>
 */
public final class NativeReleased extends NativeStrategy {

    /** Its name. */
    public static final String NAME = "native-released";

    /** For the catalogue. */
    public NativeReleased() {
        super(NAME, "C code that releases the giant lock while it computes", NativeReleased::allowThreads);
    }

    private static boolean allowThreads(GiantLock lock, BooleanSupplier code) {
        lock.releaseForWait();
        try {
            return code.getAsBoolean();
        } finally {
            lock.acquireAfterWait();
        }
    }
}
