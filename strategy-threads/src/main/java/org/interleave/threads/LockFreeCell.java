package org.interleave.threads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.interleave.core.Cell;

/**
 * A cell that is stored by compare-and-set: only over the value that was loaded, and otherwise not at all, in one
 * instruction of the processor.
 *
 * <p>Protocol: the word is volatile, and whoever changes it had seen its last value, so no update is lost; a value that
 * was changed and changed back is what the new one was computed from. Nothing is held between load and store, so a task
 * may wait, fail or be cancelled there and leaves nothing behind. A store is refused only if another succeeded: some
 * task always gets on, though not each.
 */
final class LockFreeCell implements Cell {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(LockFreeCell.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long value;

    @Override
    public long load() {
        return value;
    }

    @Override
    public boolean store(long loaded, long newValue) {
        return VALUE.compareAndSet(this, loaded, newValue);
    }
}
