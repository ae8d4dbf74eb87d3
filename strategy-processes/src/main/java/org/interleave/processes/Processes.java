package org.interleave.processes;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.Task;
import org.interleave.processes.pool.LocalWorkers;
import org.interleave.processes.pool.PoolOptions;
import org.interleave.processes.pool.ProcessPool;
import org.interleave.processes.pool.WorkerLostException;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.Transport;

/**
 * Worker processes with pipes: the way around a giant lock that Python's {@code multiprocessing.Pool} takes. Each worker
 * is a JVM with an interpreter lock, a memory and a garbage collector of its own; tasks and results are serialised, and
 * messages between tasks go from one worker to the parent to the other.
 *
 * <p>Where it differs from {@code multiprocessing}: workers are started, never forked, so they take nothing of the
 * parent's memory with them; one that dies is told from a task that failed, and replaced; tasks that wait make room
 * for others in the same worker; pipes are named, for Java hands a child no descriptors.
 *
 * <p>A task runs as long as it likes without the others of its worker getting a turn before 5 ms have passed; its cells
 * would be its own, so there are none. What a worker prints goes to stderr with the worker's name before each line.
 *
 * <p>With {@code transport=shared-memory}, which is tuned and no longer what {@code multiprocessing} does, they go
 * through memory that both processes have mapped.
 *
 * <p>Of {@code task-timeout} a task may take as much in the worker, and as much again while it or its result is packed or
 * unpacked. What does not end within ten seconds after its run was cancelled is killed with its worker.
 *
 * <p>A worker that dies takes with it the tasks that it had begun, which fail with a {@link WorkerLostException}, or run
 * again if they are {@linkplain Task#idempotent() idempotent} and {@code retries} allow. What it had not begun, other
 * workers get.
 *
 * <p>Metrics, times in seconds: {@code worker_start}, the mean time from starting a worker's process to its hello; {@code
 * hand_over}, the mean time from taking a task for a worker to hearing that it begins there, waiting behind others
 * included; {@code serialisation}, what packing and unpacking tasks and results took on both sides, all together; {@code
 * transfer}, what the way there and back took, all together; {@code ship}, both; {@code compute}, how long the tasks ran,
 * all together, their waits included; {@code shipped_bytes}, the size of tasks and results when packed, messages not
 * counted.
 */
public final class Processes implements Strategy {

    /** Its name. */
    public static final String NAME = "processes";

    /** How many worker processes there are; one for each processor by default. */
    public static final Parameter<Long> WORKERS = PoolOptions.WORKERS;

    /** How many tasks a worker is handed at a time. */
    public static final Parameter<Long> CHUNK_SIZE = PoolOptions.CHUNK_SIZE;

    /** After how many tasks a worker is replaced by a new one. */
    public static final Parameter<Long> MAX_TASKS_PER_WORKER = PoolOptions.MAX_TASKS_PER_WORKER;

    /** What turns tasks and results into bytes. */
    public static final Parameter<Codec> CODEC = PoolOptions.CODEC;

    /** What carries tasks, results and messages. */
    public static final Parameter<Transport> TRANSPORT = PoolOptions.TRANSPORT;

    /** How often a task is run again. */
    public static final Parameter<Long> RETRIES = PoolOptions.RETRIES;

    /** How long a task may run. */
    public static final Parameter<Duration> TASK_TIMEOUT = PoolOptions.TASK_TIMEOUT;

    /** How deeply objects may be nested. */
    public static final Parameter<Long> OBJECT_DEPTH = PayloadCodec.OBJECT_DEPTH;

    /** How long a worker is waited for. */
    public static final Parameter<Duration> PATIENCE = PoolOptions.PATIENCE;

    /** A metric. The time that packing and unpacking took, at both ends, in seconds. */
    public static final String SERIALISATION = ProcessPool.SERIALISATION;

    /** A metric. The time that packed tasks and results were on their way, in seconds. */
    public static final String TRANSFER = ProcessPool.TRANSFER;

    /** A metric. The time that the tasks themselves took, in seconds. */
    public static final String COMPUTE = ProcessPool.COMPUTE;

    /** Found by {@link java.util.ServiceLoader}. */
    public Processes() {}

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.PROCESSES,
                        Approach.IDIOMATIC,
                        "worker processes with pipes, each with a memory and a lock of its own")
                .withFeatures(
                        Feature.INBOXES, Feature.DATAGRAMS, Feature.CONNECTIONS, Feature.CONCURRENCY, Feature.ISOLATION)
                .withOptions(
                        WORKERS,
                        CHUNK_SIZE,
                        MAX_TASKS_PER_WORKER,
                        CODEC,
                        TRANSPORT,
                        RETRIES,
                        TASK_TIMEOUT,
                        OBJECT_DEPTH,
                        PATIENCE);
    }

    @Override
    public Availability availability(Parameters options) {
        return LocalWorkers.availability();
    }

    @Override
    public Execution open(Parameters options) {
        int workers = options.getInt(WORKERS);
        Codec codec = options.get(CODEC);
        return ProcessPool.open(
                PoolOptions.settings(options, workers, codec.open(PoolOptions.depth(options))),
                PoolOptions.setup(options, codec, options.get(TRANSPORT)));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(ProcessPool.METRICS);
    }
}
