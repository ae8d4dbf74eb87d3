package org.interleave.workbench.trace;

import java.util.Arrays;
import org.interleave.threads.LockTrace.Kind;

/** Events of a task that a test makes up. */
final class RecordedEvents implements TaskEvents {

    private static final Kind[] KINDS = Kind.values();

    private final int task;
    private final long dropped;
    private long[] nanos = new long[16];
    private byte[] kinds = new byte[16];
    private int size;

    private RecordedEvents(int task, long dropped) {
        this.task = task;
        this.dropped = dropped;
    }

    static RecordedEvents of(int task) {
        return new RecordedEvents(task, 0);
    }

    static RecordedEvents truncated(int task, long dropped) {
        return new RecordedEvents(task, dropped);
    }

    RecordedEvents at(long time, Kind kind) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
            kinds = Arrays.copyOf(kinds, 2 * size);
        }
        nanos[size] = time;
        kinds[size++] = (byte) kind.ordinal();
        return this;
    }

    @Override
    public int task() {
        return task;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public long nanos(long event) {
        return nanos[(int) event];
    }

    @Override
    public Kind kind(long event) {
        return KINDS[kinds[(int) event]];
    }
}
