package org.interleave.processes.pool;

import java.util.List;
import java.util.Map;
import org.interleave.core.Metric;
import org.interleave.core.StrategyException;

/** The source of a pool's workers, which tells the pool of each that comes and goes. Thread-safe. */
public interface WorkerSource {

    /**
     * Waits until all workers are up, and starts those that are missing.
     *
     * @throws StrategyException if one does not come up
     */
    void fill() throws InterruptedException;

    /** The workers, those that are coming up included. */
    List<Worker> all();

    /** Whether a worker is up or coming up. */
    boolean anyLeft();

    /** Ends workers that have stopped in the middle of a frame. Called from time to time; does not wait. */
    void endStalled();

    /** The metrics of the workers. Asked for once after each run. */
    Map<String, Metric> metrics();

    /** Ends the workers, and waits until nothing is left of them. */
    void close();
}
