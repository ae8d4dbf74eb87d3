package org.interleave.processes.pool;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Consumer;
import org.interleave.core.Completion;
import org.interleave.core.TaskFailure;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.TaskCode;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.PayloadException;

/**
 * Unpacks the results of a run: on the thread that reads from the worker as long as they are plain, and by {@link
 * CodecThreads} from the first on that is not, as unpacking it runs code of its class. Thread-safe.
 */
final class ResultDecoder<R extends Serializable> {

    private final Run<R> run;
    private final PayloadCodec codec;
    private final CodecThreads threads;
    private final CodecTimeouts timeouts;
    private final TransferMetrics transfer;
    private final Consumer<Completion<R>> completions;
    private volatile boolean plainResults = true;

    /**
     * A decoder of a run's results.
     *
     * @param completions takes what becomes of each task
     */
    ResultDecoder(
            Run<R> run,
            PayloadCodec codec,
            CodecThreads threads,
            CodecTimeouts timeouts,
            TransferMetrics transfer,
            Consumer<Completion<R>> completions) {
        this.run = run;
        this.codec = codec;
        this.threads = threads;
        this.timeouts = timeouts;
        this.transfer = transfer;
        this.completions = completions;
    }

    /** Unpacks the result of a worker's task. */
    void decode(String worker, Frame.Completed frame) {
        if (!plainResults || !decodePlain(worker, frame)) {
            plainResults = false;
            threads.execute(() -> decodeAny(worker, frame));
        }
    }

    /** Unpacks a result here if that takes no time to speak of, and says whether it did. */
    private boolean decodePlain(String worker, Frame.Completed frame) {
        long begun = System.nanoTime();
        Optional<Object> plain;
        try {
            plain = codec.decodePlain(frame.payload(), loader(frame));
        } catch (PayloadException e) {
            return false;
        }
        plain.ifPresent(result -> {
            transfer.unpacked(System.nanoTime() - begun);
            completions.accept(succeeded(worker, frame, result));
        });
        return plain.isPresent();
    }

    private void decodeAny(String worker, Frame.Completed frame) {
        CodecThreads.Operation unpacking = threads.begin(
                timeouts.unpacking(), () -> completions.accept(timeouts.unpackingAbandoned(run, frame.task(), worker)));
        Completion<R> completion = decoded(worker, frame);
        if (unpacking.end()) {
            completions.accept(completion);
        }
    }

    private Completion<R> decoded(String worker, Frame.Completed frame) {
        long begun = System.nanoTime();
        try {
            Object result = codec.decode(frame.payload(), loader(frame));
            transfer.unpacked(System.nanoTime() - begun);
            return succeeded(worker, frame, result);
        } catch (PayloadException e) {
            PayloadException named = e.after("the result of task " + frame.task() + " cannot be taken in");
            return new Completion.Failed<>(frame.task(), worker, TaskFailure.of(named));
        }
    }

    private ClassLoader loader(Frame.Completed frame) {
        return TaskCode.of(run.tasks().get(frame.task()).task()).getClassLoader();
    }

    @SuppressWarnings("unchecked")
    private Completion<R> succeeded(String worker, Frame.Completed frame, Object result) {
        return new Completion.Succeeded<>(frame.task(), worker, (R) result);
    }
}
