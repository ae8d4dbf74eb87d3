package org.interleave.workbench.trace;

import java.util.Arrays;
import java.util.OptionalInt;
import org.interleave.threads.LockTrace.Kind;

/** Events of a task that a test makes up. */
final class RecordedEvents implements TaskEvents {

    private static final Kind[] KINDS = Kind.values();
    private static final int UNKNOWN = -1;

    private final int task;
    private final long dropped;
    private long[] nanos = new long[16];
    private byte[] kinds = new byte[16];
    private int[] processors = new int[16];
    private OptionalInt processor = OptionalInt.empty();
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

    /** The task runs on this processor from now on; before, it is not known. */
    RecordedEvents on(int number) {
        processor = OptionalInt.of(number);
        return this;
    }

    RecordedEvents at(long time, Kind kind) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
            kinds = Arrays.copyOf(kinds, 2 * size);
            processors = Arrays.copyOf(processors, 2 * size);
        }
        processors[size] = processor.orElse(UNKNOWN);
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

    @Override
    public OptionalInt processor(long event) {
        int number = processors[(int) event];
        return number == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
