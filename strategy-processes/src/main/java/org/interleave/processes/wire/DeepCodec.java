package org.interleave.processes.wire;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A codec as workers use it: what is small or shallow is packed and unpacked on the calling thread, the rest on a thread
 * whose stack is deep enough, while the caller waits and keeps what it holds.
 */
public final class DeepCodec implements PayloadCodec {

    /**
     * What a level of nesting may take of the stack: an object in an object takes five calls of Java's serialization, of a
     * hundred to two hundred bytes each, twice that while they are interpreted.
     */
    private static final long BYTES_PER_LEVEL = 2 << 10;

    private static final long LEAST_BYTES = 8 << 20;
    private static final long IDLE_SECONDS = 1;

    private final PayloadCodec codec;
    private final ExecutorService threads;

    /**
     * For a codec.
     *
     * @param maxDepth how deeply objects may be nested
     */
    public DeepCodec(PayloadCodec codec, int maxDepth) {
        this.codec = codec;
        threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> thread("deep-stack", maxDepth, work));
    }

    /** A daemon thread on which objects may be nested so deeply. The system gives memory to what of its stack is used. */
    public static Thread thread(String name, int maxDepth, Runnable work) {
        long stack = Math.max(LEAST_BYTES, maxDepth * BYTES_PER_LEVEL);
        Thread thread = new Thread(null, work, name, stack);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public ByteBuffer encode(Serializable object) {
        return codec.encodeSmall(object).orElseGet(() -> apart(() -> codec.encode(object)));
    }

    @Override
    public Object decode(ByteBuffer bytes, ClassLoader loader) {
        return codec.decodeShallow(bytes, loader).orElseGet(() -> apart(() -> codec.decode(bytes, loader)));
    }

    @Override
    public Optional<ByteBuffer> encodeSmall(Serializable object) {
        return codec.encodeSmall(object);
    }

    @Override
    public Optional<Object> decodeShallow(ByteBuffer bytes, ClassLoader loader) {
        return codec.decodeShallow(bytes, loader);
    }

    @Override
    public Optional<Object> decodePlain(ByteBuffer bytes, ClassLoader loader) {
        return codec.decodePlain(bytes, loader);
    }

    /** Waits whatever comes, for the objects are the caller's; an interrupt is kept for later. */
    private <T> T apart(Callable<T> work) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Future<T> done = threads.submit(() -> {
            Thread.currentThread().setContextClassLoader(loader);
            return work.call();
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PayloadException refusal
                    ? refusal
                    : new PayloadException("the codec failed", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
