package org.interleave.nativecode;

import java.util.function.BooleanSupplier;
import org.interleave.core.runtime.Guard;

/**
 * A kernel on its way to the end of a task, on the task's thread.
 *
 * <p>What an interpreter sees as one call may take long. It is cut into slices, only so that a run can be cancelled:
 * between two of them the thread looks whether to stop, and nothing happens to the lock.
 */
final class KernelRun {

    /** What a kernel returns: {@code INTERLEAVE_FAILED} and the others. */
    private static final int FAILED = -1;

    private static final int AGAIN = 0;
    private static final int DONE = 1;

    private final LoadedKernel kernel;
    private final KernelMemory memory;
    private final KernelCalls calls;
    private final Guard released;
    private final BooleanSupplier stops;
    private long made;

    /**
     * A kernel that has not been called.
     *
     * @param calls the way into it; the memory is prepared for that
     * @param released held by this thread, and released around each call
     * @param stops whether it should not be called any more
     */
    KernelRun(LoadedKernel kernel, KernelMemory memory, KernelCalls calls, Guard released, BooleanSupplier stops) {
        this.kernel = kernel;
        this.memory = memory;
        this.calls = calls;
        this.released = released;
        this.stops = stops;
    }

    /**
     * Makes one call, in slices, unless it should stop.
     *
     * @param ticks how long the call is
     * @return whether the kernel is done
     * @throws KernelFailedException if it failed, unless it should stop
     */
    boolean call(long ticks) {
        released.releaseForWait();
        try {
            return callInSlices(ticks);
        } finally {
            released.acquireAfterWait();
        }
    }

    private boolean callInSlices(long ticks) {
        long slice = calls.mostTicks(kernel);
        for (long left = ticks; left > 0 && !stops.getAsBoolean(); left -= slice) {
            made++;
            if (isDone(callOnce(Math.min(left, slice)))) {
                return true;
            }
        }
        return false;
    }

    /** Whatever the kernel does, the lock is held as before. It may throw, through JNI. */
    private int callOnce(long ticks) {
        int returned;
        try {
            returned = calls.call(kernel, memory, ticks);
        } catch (Throwable thrown) {
            takenAgain();
            throw thrown;
        }
        if (!takenAgain()) {
            throw new KernelFailedException(kernel.name(), "returned without INTERLEAVE_END_ALLOW_THREADS");
        }
        return returned;
    }

    private boolean takenAgain() {
        AllowThreads allowing = memory.allowing();
        return allowing == null || allowing.takenAgain();
    }

    private boolean isDone(int returned) {
        return switch (returned) {
            case DONE -> true;
            case AGAIN -> false;
            case FAILED -> {
                if (stops.getAsBoolean()) {
                    yield false; // told to return soon, it may return whatever it likes
                }
                throw KernelFailedException.of(kernel, memory.call());
            }
            default ->
                throw new KernelFailedException(
                        kernel.name(),
                        "returned " + returned
                                + ", which is none of INTERLEAVE_DONE, INTERLEAVE_AGAIN and INTERLEAVE_FAILED");
        };
    }

    /** The calls of the C function so far. */
    long made() {
        return made;
    }
}
