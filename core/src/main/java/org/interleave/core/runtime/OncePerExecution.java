package org.interleave.core.runtime;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.interleave.core.Execution;
import org.interleave.core.StrategyException;

/**
 * What is measured once for an execution and does not change from one round to the next, such as what a task takes of the memory.
 * Thread-safe; an execution that nobody else has any more is forgotten.
 *
 * @param <T> what it is
 */
public final class OncePerExecution<T> {

    private final Map<Execution, T> measured = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Measures something.
     *
     * @param <M> what it is
     */
    @FunctionalInterface
    public interface Measurement<M> {

        /** Measures it on an execution, on which nothing else runs. */
        M of(Execution execution) throws InterruptedException;
    }

    /** Nothing has been measured. */
    public OncePerExecution() {}

    /**
     * What was measured, or is now.
     *
     * @throws StrategyException if the thread is interrupted meanwhile
     */
    public T of(Execution execution, Measurement<T> measurement) {
        return measured.computeIfAbsent(execution, anew -> {
            try {
                return measurement.of(anew);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StrategyException("interrupted while memory was measured", e);
            }
        });
    }
}
