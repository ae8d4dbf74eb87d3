package org.interleave.nativecode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of {@code instance.h}, as foreign functions.
 *
 * <p>{@link NativeLibrary} has to be loaded before this class is. Thread-safe as the C functions are.
 */
final class InstanceFunctions {

    /** What the memory of an instance has to be aligned to, in bytes. */
    static final long ALIGNMENT = 64;

    private static final MethodHandle SIZE = function("instance_size", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

    private static final MethodHandle CREATE =
            function("instance_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));

    private static final MethodHandle DESTROY = function("instance_destroy", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle ACQUIRE = function("instance_acquire", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle RELEASE = function("instance_release", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle CHECKPOINT = function("instance_checkpoint", FunctionDescriptor.ofVoid(ADDRESS));

    private static final MethodHandle FORCED_SWITCHES =
            function("instance_forced_switches", FunctionDescriptor.of(JAVA_LONG, ADDRESS));

    private static final MethodHandle THREAD_CREATE =
            function("thread_create", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT));

    private static final MethodHandle THREAD_CLOSE = function("thread_close", FunctionDescriptor.ofVoid(ADDRESS));

    private static final MethodHandle THREAD_CALL =
            function("thread_call", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private InstanceFunctions() {}

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(NativeLibrary.symbols().findOrThrow("interleave_" + name), descriptor);
    }

    /** What an instance takes for a number of threads, messages not counted, in bytes. */
    static long size(int threads) {
        try {
            return (long) SIZE.invokeExact(threads);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Makes an instance; 0 or an error number. */
    static int create(MemorySegment address, long size, long switchIntervalNanos) {
        try {
            return (int) CREATE.invokeExact(address, size, switchIntervalNanos);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Ends an instance that nobody uses any more. */
    static void destroy(MemorySegment instance) {
        try {
            DESTROY.invokeExact(instance);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Takes an instance's lock. */
    static void acquire(MemorySegment instance) {
        try {
            ACQUIRE.invokeExact(instance);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Releases it. */
    static void release(MemorySegment instance) {
        try {
            RELEASE.invokeExact(instance);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Lets another have it. */
    static void checkpoint(MemorySegment instance) {
        try {
            CHECKPOINT.invokeExact(instance);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** How often it was dropped because another asked. */
    static long forcedSwitches(MemorySegment instance) {
        try {
            return (long) FORCED_SWITCHES.invokeExact(instance);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Makes the state of a thread; the null pointer if there is no room for it. */
    static MemorySegment createThread(MemorySegment instance, MemorySegment threads, int count) {
        try {
            return (MemorySegment) THREAD_CREATE.invokeExact(instance, threads, count);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Ends a thread, on itself. */
    static void closeThread(MemorySegment thread) {
        try {
            THREAD_CLOSE.invokeExact(thread);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls a kernel in a thread, whose instance's lock this thread holds. */
    static int call(MemorySegment thread, MemorySegment function, long call, long ticks, long values) {
        try {
            return (int) THREAD_CALL.invokeExact(thread, function, call, ticks, values);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A C function throws nothing; what the JVM throws on the way goes on. */
    private static Error unexpected(Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        return thrown instanceof Error error ? error : new AssertionError("a C function throws nothing", thrown);
    }
}
