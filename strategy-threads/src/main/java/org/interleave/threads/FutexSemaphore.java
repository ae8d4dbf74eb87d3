package org.interleave.threads;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The semaphore on the kernel's futex, step by step as glibc's: one word of 64 bits holds whether it is free in its lower
 * half, which is the futex, and the number of waiters in its upper half.
 *
 * <p>No wake-up is lost: a waiter counts itself before it sleeps, and the kernel lets it sleep only if the lower half is
 * still zero; a release sets the lower half and reads the count in one step.
 */
final class FutexSemaphore extends BinarySemaphore {

    private static final Optional<MethodHandle> SYSCALL = link();

    /** Whether this system has a futex that can be called: Linux on a processor whose number for the call is known. */
    static final boolean AVAILABLE = SYSCALL.isPresent();

    /** Linked once and for all, so that the compiler sees through it. */
    private static final @Nullable MethodHandle FUTEX = SYSCALL.orElse(null);

    private static final int WAIT_PRIVATE = 128;
    private static final int WAKE_PRIVATE = 129;
    private static final int WOKEN = 0;

    private static final long FREE = 1;
    private static final long WAITER = 1L << 32;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment word = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);

    FutexSemaphore() {
        WORD.setVolatile(word, 0L, FREE);
    }

    /** The number of the system call is part of each architecture's interface; the word's halves lie as on both. */
    private static Optional<MethodHandle> link() {
        Map<String, Long> numbers = Map.of("amd64", 202L, "x86_64", 202L, "aarch64", 98L, "riscv64", 98L);
        Long number = numbers.get(System.getProperty("os.arch"));
        if (number == null
                || !System.getProperty("os.name").equals("Linux")
                || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return Optional.empty();
        }
        FunctionDescriptor descriptor = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS);
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("syscall")
                    .map(function -> linker.downcallHandle(function, descriptor, Linker.Option.firstVariadicArg(1)))
                    .map(handle -> MethodHandles.insertArguments(handle, 0, number));
        } catch (UnsupportedOperationException | IllegalCallerException noNativeAccess) {
            return Optional.empty();
        }
    }

    private long futex(int operation, int value) {
        MethodHandle call = FUTEX;
        if (call == null) {
            throw new IllegalStateException("this system has no futex");
        }
        try {
            return (long) call.invokeExact(word, operation, value, MemorySegment.NULL);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a system call throws nothing", e);
        }
    }

    @Override
    boolean tryAcquire() {
        return tryTake(0);
    }

    /** Takes it if it is free, and takes that many waiters off the count in the same step. */
    private boolean tryTake(long waiters) {
        long seen = (long) WORD.getVolatile(word, 0L);
        while ((seen & FREE) != 0) {
            long witness = (long) WORD.compareAndExchange(word, 0L, seen, seen - FREE - waiters);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    @Override
    void acquire(Runnable failedWakeup) {
        WORD.getAndAdd(word, 0L, WAITER);
        while (!tryTake(WAITER)) {
            boolean woken = futex(WAIT_PRIVATE, 0) == WOKEN;
            if (tryTake(WAITER)) {
                return;
            }
            if (woken) {
                failedWakeup.run();
            }
        }
    }

    @Override
    void release() {
        long before = (long) WORD.getAndAdd(word, 0L, FREE);
        if (before >= WAITER) {
            futex(WAKE_PRIVATE, 1);
        }
    }

    @Override
    boolean hasWaiters() {
        return (long) WORD.getVolatile(word, 0L) >= WAITER;
    }
}
