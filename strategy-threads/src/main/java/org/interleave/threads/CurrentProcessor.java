package org.interleave.threads;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * The processor that a thread runs on, by the C library's {@code sched_getcpu}, which Java has no counterpart of. On Linux
 * that reads what the kernel has written down for the thread and takes a few nanoseconds. Thread-safe.
 */
final class CurrentProcessor {

    /** Where it cannot be known: the C library has no such function, or native access is denied. */
    static final int UNKNOWN = -1;

    private static final MethodHandle SCHED_GETCPU = link();

    private CurrentProcessor() {}

    /** The number that the system gives the processor that this thread runs on, or just ran on, or {@link #UNKNOWN}. */
    static int number() {
        try {
            return (int) SCHED_GETCPU.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the C function throws nothing", e);
        }
    }

    /** Critical, since the call is short and never comes back into Java: that spares the thread two changes of state. */
    private static MethodHandle link() {
        MethodHandle unknown = MethodHandles.constant(int.class, UNKNOWN);
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("sched_getcpu")
                    .map(function -> linker.downcallHandle(
                            function, FunctionDescriptor.of(ValueLayout.JAVA_INT), Linker.Option.critical(false)))
                    .orElse(unknown);
        } catch (UnsupportedOperationException | IllegalCallerException noNativeAccess) {
            return unknown;
        }
    }
}
