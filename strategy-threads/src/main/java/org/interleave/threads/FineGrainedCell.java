package org.interleave.threads;

import java.util.concurrent.locks.ReentrantLock;
import org.interleave.core.Cell;

/**
 * A cell with a lock of its own, held for one load or one store.
 *
 * <p>Protocol: {@code value} is guarded by {@code lock}. A store compares under the lock: it stores only over the value
 * that was loaded, and otherwise is refused, so no update is lost. If the value was changed and changed back meanwhile it
 * is stored, and rightly: it is what it was computed from.
 *
 * <p>The lock is not kept from load to store. A turn may end between the two, and then the task may wait, fail, be
 * cancelled, or load another cell; a lock kept meanwhile would keep others out for as long, or for ever, and two tasks
 * that take two cells in opposite order would wait for each other. As it is no thread ever holds two of these locks, or
 * holds one while it waits for anything, so there is no deadlock, and a task that ends between load and store leaves
 * nothing behind. A store is refused only if another succeeded, so some task always gets on.
 */
final class FineGrainedCell implements Cell {

    private final ReentrantLock lock = new ReentrantLock();
    private long value;

    @Override
    public long load() {
        lock.lock();
        try {
            return value;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean store(long loaded, long newValue) {
        lock.lock();
        try {
            if (value != loaded) {
                return false;
            }
            value = newValue;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
