package org.interleave.nativecode;

import java.util.function.BooleanSupplier;
import org.interleave.threads.GiantLock;

/** A call into C code that keeps or releases the giant lock meanwhile. */
@FunctionalInterface
interface LockDuringCall {

    /**
     * Runs C code.
     *
     * @param lock held by this thread, before and after
     * @param code what to run
     * @return what the code answers
     */
    boolean run(GiantLock lock, BooleanSupplier code);
}
