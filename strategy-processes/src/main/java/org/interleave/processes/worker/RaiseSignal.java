package org.interleave.processes.worker;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/** The C library's {@code raise}. Java's own refuses the signals that cannot be caught. */
final class RaiseSignal {

    private static final int SIGKILL = 9;

    private RaiseSignal() {}

    /** Ends this process at once, whatever its threads do. */
    static void kill() {
        Linker linker = Linker.nativeLinker();
        try {
            int status = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("raise"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                    .invokeExact(SIGKILL);
            throw new AssertionError("survived SIGKILL: " + status);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the C function throws nothing", e);
        }
    }
}
