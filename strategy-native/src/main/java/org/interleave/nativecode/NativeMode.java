package org.interleave.nativecode;

import java.util.function.Supplier;

/** The way into C code, and what becomes of the giant lock meanwhile. */
enum NativeMode {
    /** Through JNI, with the lock kept. */
    HELD(JniKernels::new, false),

    /** Through JNI, with the lock released. */
    RELEASED(JniKernels::new, true),

    /** As foreign functions, with the lock kept. */
    FOREIGN_HELD(ForeignKernels::new, false),

    /** As foreign functions, with the lock released. */
    FOREIGN_RELEASED(ForeignKernels::new, true),

    /** As critical foreign functions. The lock is kept: the JVM as a whole may have to wait for such a call anyway. */
    FOREIGN_CRITICAL(CriticalKernels::new, false);

    @SuppressWarnings("ImmutableEnumChecker") // a constructor keeps nothing
    private final Supplier<KernelCalls> calls;

    private final boolean releases;

    NativeMode(Supplier<KernelCalls> calls, boolean releases) {
        this.calls = calls;
        this.releases = releases;
    }

    /** The way into C. Only after the library was loaded. */
    KernelCalls newCalls() {
        return calls.get();
    }

    /** Whether the lock is released around kernels that are marked so, and by macros. */
    boolean releases() {
        return releases;
    }
}
