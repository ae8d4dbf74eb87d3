package org.interleave.threads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every event at one giant lock during one run, task by task.
 *
 * <p>Each task's thread writes to memory of its own, eight bytes an event: the time in the upper bits, below it the number
 * of the processor and one, zero if that is unknown, and in the lowest the kind. When the trace is full, or 19 hours old,
 * events are dropped and counted. The lanes are read after the run.
 */
public final class LockTrace {

    private static final int CHUNK = 1 << 12;
    private static final int KIND_BITS = 4;
    private static final int PROCESSOR_BITS = 14;
    private static final int TIME_SHIFT = KIND_BITS + PROCESSOR_BITS;
    private static final int MOST_PROCESSORS = (1 << PROCESSOR_BITS) - 1;
    private static final long LONGEST = -1L >>> TIME_SHIFT;
    private static final Kind[] KINDS = Kind.values();

    private final long origin = System.nanoTime();
    private final AtomicLong chunksLeft;
    private final Queue<Lane> lanes = new ConcurrentLinkedQueue<>();

    /** What can happen. */
    public enum Kind {
        /** The task begins and wants the lock. */
        BEGUN,
        /** It found the lock taken and waits. */
        WAITING,
        /** It waits, woke, and found the lock taken. */
        FAILED_WAKEUP,
        /** It waits and has asked the holder to drop the lock. */
        DROP_REQUEST,
        /** It has taken the lock. */
        ACQUIRED,
        /** It holds the lock and drops it at a checkpoint, of its own accord. */
        DROPPED,
        /** It holds the lock and drops it at a checkpoint because another asked. It waits from here on. */
        FORCED,
        /** It holds the lock and releases it around I/O or another wait. */
        LEFT,
        /** It comes back from I/O or another wait and wants the lock. */
        REENTERED,
        /** It holds the lock, has ended and releases it. */
        ENDED
    }

    /**
     * A trace with nothing in it.
     *
     * @param capacity how many events it holds at least; when they are more, it holds a few more for each task
     */
    public LockTrace(long capacity) {
        chunksLeft = new AtomicLong((capacity + CHUNK - 1) / CHUNK);
    }

    /** The lane of a task that begins on this thread. */
    Lane open(int task) {
        Lane lane = new Lane(task);
        lanes.add(lane);
        return lane;
    }

    /** The tasks' lanes, by task. Lanes of threads that ran no task come first, as task -1. */
    public List<Lane> lanes() {
        return lanes.stream().sorted(Comparator.comparingInt(Lane::task)).toList();
    }

    /** The most events that it holds. */
    public long size() {
        return lanes.stream().mapToLong(Lane::size).sum();
    }

    /** The number of events that found it full. */
    public long dropped() {
        return lanes.stream().mapToLong(Lane::dropped).sum();
    }

    /** The events of one task, in the order of time. */
    public final class Lane {

        private final int task;
        private final List<long[]> chunks = new ArrayList<>();
        private long[] chunk = new long[CHUNK];
        private int next;
        private long size;
        private long dropped;

        private Lane(int task) {
            this.task = task;
            chunks.add(chunk);
        }

        /** Called by the task's thread, with the processor that it runs on, if that is known. */
        void add(Kind kind, long nanoTime, int processor) {
            long time = nanoTime - origin;
            if (time > LONGEST || (next == CHUNK && !grow())) {
                dropped++;
                return;
            }
            long place = processor < MOST_PROCESSORS ? processor + 1 : 0;
            chunk[next++] = time << TIME_SHIFT | place << KIND_BITS | kind.ordinal();
            size++;
        }

        private boolean grow() {
            if (chunksLeft.getAndDecrement() <= 0) {
                return false;
            }
            chunk = new long[CHUNK];
            chunks.add(chunk);
            next = 0;
            return true;
        }

        /** The task's place in the order of submission. */
        public int task() {
            return task;
        }

        /** The number of its events. */
        public long size() {
            return size;
        }

        /** The number of events that found the trace full. Nothing is known of the lane after the last event then. */
        public long dropped() {
            return dropped;
        }

        /** When an event happened, in nanoseconds since the trace was made. */
        public long nanos(long event) {
            return word(event) >>> TIME_SHIFT;
        }

        /** The number of the processor that the task ran on when an event happened, if the system tells it. */
        public OptionalInt processor(long event) {
            int place = (int) (word(event) >>> KIND_BITS) & MOST_PROCESSORS;
            return place == 0 ? OptionalInt.empty() : OptionalInt.of(place - 1);
        }

        /** What happened. */
        public Kind kind(long event) {
            return KINDS[(int) word(event) & ((1 << KIND_BITS) - 1)];
        }

        private long word(long event) {
            return chunks.get(Math.toIntExact(event / CHUNK))[(int) (event % CHUNK)];
        }
    }
}
