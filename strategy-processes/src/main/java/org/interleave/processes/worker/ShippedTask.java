package org.interleave.processes.worker;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.interleave.core.DirectBody;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.PayloadException;
import org.jspecify.annotations.Nullable;

/**
 * A task as it came through the pipe, unpacked with its first turn, so that unpacking is done under the worker's lock and
 * fails like anything else in the task. Its result is packed with its last turn.
 */
final class ShippedTask implements Task<ShippedTask.Result> {

    private static final long serialVersionUID = 1;

    private final transient Frame.RunTask frame;
    private final transient PayloadCodec codec;
    private final transient TaskLoaders loaders;
    private final transient long received = System.nanoTime();
    private transient @Nullable Task<?> task;
    private transient long begun;
    private transient long unpacked;

    /**
     * A packed result.
     *
     * @param payload the result
     * @param queuedNanos how long it took from the task's arrival to its first turn
     * @param codecNanos how long unpacking the task and packing the result took
     * @param workNanos how long it took from one to the other
     */
    record Result(ByteBuffer payload, long queuedNanos, long codecNanos, long workNanos) implements Serializable {}

    /** What came now. */
    ShippedTask(Frame.RunTask frame, PayloadCodec codec, TaskLoaders loaders) {
        this.frame = frame;
        this.codec = codec;
        this.loaders = loaders;
    }

    @Override
    public boolean daemon() {
        return frame.daemon();
    }

    @Override
    public Optional<DirectBody<Result>> body() {
        return shipped().body().map(body -> steps -> pack(body.run(steps)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Step<Result> advance(Turn turn) throws Exception {
        Step<?> step = shipped().advance(turn);
        return step instanceof Step.Done<?> done ? Step.done(pack(done.result())) : (Step<Result>) step;
    }

    private Task<?> shipped() {
        Task<?> own = task;
        if (own == null) {
            own = unpack();
            task = own;
        }
        return own;
    }

    private Task<?> unpack() {
        begun = System.nanoTime();
        try {
            ClassLoader loader = loaders.loader(frame.classPath());
            Thread.currentThread().setContextClassLoader(loader);
            return (Task<?>) codec.decode(frame.payload(), loader);
        } catch (PayloadException e) {
            throw e.after("task " + frame.task() + " cannot be unpacked in the worker");
        } finally {
            unpacked = System.nanoTime();
        }
    }

    private Result pack(Serializable result) {
        long done = System.nanoTime();
        try {
            ByteBuffer payload = codec.encode(result);
            long packing = System.nanoTime() - done;
            return new Result(payload, begun - received, unpacked - begun + packing, done - unpacked);
        } catch (PayloadException e) {
            throw e.after("the result of task " + frame.task() + " cannot be sent back");
        }
    }
}
