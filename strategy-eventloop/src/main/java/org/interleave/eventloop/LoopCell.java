package org.interleave.eventloop;

import org.interleave.core.Cell;
import org.interleave.core.runtime.PlainCell;

/**
 * A number that the tasks of one event loop share. Its thread alone touches it, so nothing comes between a task's load and
 * store unless the task gives way or waits there. If it did and the number has changed, the store is refused and the task
 * starts over, as a program looks again after it has given way.
 *
 * <p>Used on its loop only; read elsewhere when all tasks have ended.
 */
public final class LoopCell implements Cell {

    private final Cell number = new PlainCell();

    @Override
    public long load() {
        return number.load();
    }

    @Override
    public boolean store(long loaded, long value) {
        return number.load() == loaded && number.store(loaded, value);
    }
}
