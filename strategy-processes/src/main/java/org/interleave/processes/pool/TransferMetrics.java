package org.interleave.processes.pool;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.interleave.core.Metric;
import org.interleave.processes.wire.Frame;

/**
 * The metrics of a run's transfers: packing, hand-over, the way there and back, as the strategy {@code processes} defines
 * them. Of tasks that did not succeed only packing and hand-over count. Times are differences of one clock: of the worker's
 * for what happened there, of the parent's for the rest. Thread-safe.
 */
final class TransferMetrics {

    private final AtomicLongArray assigned;
    private final AtomicLongArray sent;
    private final LongAdder begun = new LongAdder();
    private final LongAdder handOver = new LongAdder();
    private final LongAdder codec = new LongAdder();
    private final LongAdder transfer = new LongAdder();
    private final LongAdder compute = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** The metrics of a run of so many tasks, none of which was assigned yet. */
    TransferMetrics(int tasks) {
        assigned = new AtomicLongArray(tasks);
        sent = new AtomicLongArray(tasks);
    }

    /** A task is assigned to a worker. */
    void assigned(int task) {
        assigned.set(task, System.nanoTime());
    }

    /** A task has been packed, which began when it was assigned. */
    void packed(int task, int size) {
        long now = System.nanoTime();
        sent.set(task, now);
        codec.add(now - assigned.get(task));
        bytes.add(size);
    }

    /** A task has begun. */
    void begun(int task) {
        begun.increment();
        handOver.add(System.nanoTime() - assigned.get(task));
    }

    /** A result has come. */
    void arrived(Frame.Completed completed) {
        long there = completed.queuedNanos() + completed.codecNanos() + completed.workNanos();
        transfer.add(System.nanoTime() - sent.get(completed.task()) - there);
        codec.add(completed.codecNanos());
        compute.add(completed.workNanos());
        bytes.add(completed.payload().remaining());
    }

    /** A result has been unpacked. */
    void unpacked(long nanos) {
        codec.add(nanos);
    }

    Map<String, Metric> metrics() {
        return Map.of(
                ProcessPool.HAND_OVER, Metric.seconds(handOver.sum() / Math.max(1, begun.sum())),
                ProcessPool.SERIALISATION, Metric.seconds(codec.sum()),
                ProcessPool.TRANSFER, Metric.seconds(transfer.sum()),
                ProcessPool.COMPUTE, Metric.seconds(compute.sum()),
                Metric.SHIP, Metric.seconds(codec.sum() + transfer.sum()),
                Metric.SHIPPED_BYTES, Metric.bytes(bytes.sum()));
    }
}
