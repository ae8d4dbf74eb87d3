package org.interleave.nativecode;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.interleave.core.StrategyException;
import org.interleave.core.runtime.Guard;

/**
 * An interpreter instance in C: its whole context, with its lock, lies in memory that it was given. As a guard it is that
 * lock.
 *
 * <p>The memory is there for longer than this is used.
 *
 * @param address of its memory
 */
record NativeInstance(MemorySegment address) implements Guard {

    /**
     * Makes an instance.
     *
     * @param memory where to
     * @param switchInterval how long a thread waits for its lock before it asks
     * @throws StrategyException if there is no making it
     */
    static NativeInstance create(MemorySegment memory, Duration switchInterval) {
        MemorySegment address = MemorySegment.ofAddress(memory.address());
        int error = InstanceFunctions.create(address, memory.byteSize(), switchInterval.toNanos());
        if (error != 0) {
            throw new StrategyException("an interpreter instance of " + memory.byteSize()
                    + " bytes cannot be made: error " + error + " of the C library");
        }
        return new NativeInstance(address);
    }

    @Override
    public void acquire() {
        InstanceFunctions.acquire(address);
    }

    @Override
    public void release() {
        InstanceFunctions.release(address);
    }

    @Override
    public void checkpoint() {
        InstanceFunctions.checkpoint(address);
    }

    /** How often its lock was dropped because another thread asked. */
    long forcedSwitches() {
        return InstanceFunctions.forcedSwitches(address);
    }

    /** Ends it. Nobody uses it any more. */
    void destroy() {
        InstanceFunctions.destroy(address);
    }
}
