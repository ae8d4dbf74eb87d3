package org.interleave.nativecode;

import java.util.function.BooleanSupplier;
import org.interleave.threads.GiantLock;

/** What becomes of the giant lock while C code runs. */
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
