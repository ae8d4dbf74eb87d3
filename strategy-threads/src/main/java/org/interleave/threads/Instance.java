package org.interleave.threads;

import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.interleave.core.TaskFailure;

/**
 * An interpreter instance: state at an address it is given, memory for whatever enters it, and a lock of its own.
 *
 * <p>At the address lie its number, and size and time of all that was copied in and out. They, and the area that objects are
 * copied through, are guarded by the instance's lock: a task holds it during its turns. Inboxes are guarded by locks of
 * their own.
 */
final class Instance {

    private static final MemoryLayout STATE = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("number"),
            ValueLayout.JAVA_LONG.withName("shipped_bytes"),
            ValueLayout.JAVA_LONG.withName("ship_nanos"));

    private static final VarHandle NUMBER = field("number");
    private static final VarHandle SHIPPED_BYTES = field("shipped_bytes");
    private static final VarHandle SHIP_NANOS = field("ship_nanos");

    private final MemorySegment state;
    private final Arena memory;
    private final CopyArea copies;
    private final GiantLock lock;

    /**
     * Initialises an instance.
     *
     * @param number its number
     * @param memory where its state is put and whatever it comes to hold; the caller frees it, once no task is in the
     *     instance
     * @param lock its lock, held by nobody
     */
    Instance(int number, Arena memory, GiantLock lock) {
        this.memory = memory;
        this.lock = lock;
        state = memory.allocate(STATE);
        NUMBER.set(state, 0L, (long) number);
        copies = new CopyArea(memory);
    }

    private static VarHandle field(String name) {
        return STATE.varHandle(PathElement.groupElement(name));
    }

    GiantLock lock() {
        return lock;
    }

    /** A queue of messages in its memory. */
    MessageRing newRing() {
        return new MessageRing(memory);
    }

    /**
     * Copies an object through its memory. Called by the holder of the lock.
     *
     * @param loader where the classes of the object are found
     * @return another that shares nothing with it
     * @throws IllegalArgumentException if it cannot be serialised and read back
     */
    <T extends Serializable> T copy(T object, ClassLoader loader) {
        long begun = System.nanoTime();
        try {
            return copies.copy(object, loader);
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    object.getClass().getName() + " cannot be copied between instances: "
                            + TaskFailure.of(e).summary(),
                    e);
        } finally {
            add(SHIP_NANOS, System.nanoTime() - begun);
            add(SHIPPED_BYTES, copies.size());
        }
    }

    private void add(VarHandle field, long amount) {
        field.set(state, 0L, read(field) + amount);
    }

    private long read(VarHandle field) {
        return (long) field.get(state, 0L);
    }

    /** Size of all that was copied, in bytes. */
    long shippedBytes() {
        return read(SHIPPED_BYTES);
    }

    /** Time that copying took, in nanoseconds. */
    long shipNanos() {
        return read(SHIP_NANOS);
    }

    /** Its number and address. */
    @Override
    public String toString() {
        return "instance " + read(NUMBER) + " at 0x" + Long.toHexString(state.address());
    }
}
