package org.interleave.processes.pool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.Fingerprint;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.Transport;

/** The options that the strategies with worker processes have in common, and what a pool is set up with by them. */
public final class PoolOptions {

    /** The most workers that there may be. */
    public static final int MOST_WORKERS = 256;
    /** The number of processors, as far as each may have a worker. */
    public static final int PROCESSORS =
            Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());

    /** The number of worker processes; one for each processor by default. */
    public static final Parameter<Long> WORKERS =
            Parameter.count("workers", "worker processes", PROCESSORS, PROCESSORS, 1, MOST_WORKERS);

    /** The number of tasks that a worker is handed at a time. */
    public static final Parameter<Long> CHUNK_SIZE = Parameter.count(
            "chunk-size",
            "tasks handed to a worker at a time, 0 for as many as take a few milliseconds",
            ChunkSize.AUTOMATIC,
            ChunkSize.AUTOMATIC,
            ChunkSize.AUTOMATIC,
            ChunkSize.MOST);

    /** After how many tasks a worker is replaced by a new one. */
    public static final Parameter<Long> MAX_TASKS_PER_WORKER = Parameter.count(
            "max-tasks-per-worker",
            "tasks after which a worker is replaced by a new one, 0 for no limit",
            TaskQuota.UNLIMITED,
            TaskQuota.UNLIMITED,
            TaskQuota.UNLIMITED,
            1_000_000_000);

    /** What turns tasks and results into bytes. */
    public static final Parameter<Codec> CODEC =
            Parameter.choice("codec", "what packs tasks and results", Codec.JAVA, List.of(Codec.values()), Codec::text);

    /** The number of times that an idempotent task is run again. */
    public static final Parameter<Long> RETRIES = Parameter.count(
            "retries", "how often an idempotent task runs again after its worker was lost", 0, 0, 0, 1_000);

    /** The time that a task may run. */
    public static final Parameter<Duration> TASK_TIMEOUT = Parameter.duration(
            "task-timeout",
            "how long a task may run before it is killed with its worker, 0s for ever",
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofDays(1));

    /** What carries tasks, results and messages. */
    public static final Parameter<Transport> TRANSPORT = Parameter.choice(
            "transport",
            "what goes between the processes goes through",
            Transport.PIPE,
            List.of(Transport.values()),
            Transport::label);

    /** The time that a worker or node has to come up. */
    public static final Parameter<Duration> PATIENCE = Parameter.duration(
            "patience",
            "how long a worker or a node may take to come up, and a node's result to be unpacked",
            Duration.ofMinutes(3),
            Duration.ofMinutes(3),
            Duration.ofSeconds(1),
            Duration.ofDays(1));

    /** The fingerprint of the code that this process runs, taken when the strategy was loaded. */
    static final long FINGERPRINT = Fingerprint.take();

    private PoolOptions() {}

    /** An option's value as a user sets it, for messages. */
    static <T> String setting(Parameter<T> option, T value) {
        return option.name() + "=" + option.format(value);
    }

    /** The depth to which objects may be nested. */
    public static int depth(Parameters options) {
        return options.getInt(PayloadCodec.OBJECT_DEPTH);
    }

    /** The setup of workers of this machine that options come to. */
    public static WorkerSetup setup(Parameters options, Codec codec, Transport transport) {
        return new WorkerSetup(FINGERPRINT, codec, depth(options), transport, options.get(PATIENCE));
    }

    /** The settings of a pool that options come to. */
    public static PoolSettings settings(Parameters options, int workers, PayloadCodec codec) {
        return new PoolSettings(
                workers,
                options.getInt(CHUNK_SIZE),
                options.getInt(MAX_TASKS_PER_WORKER),
                options.getInt(RETRIES),
                options.get(TASK_TIMEOUT),
                Optional.empty(),
                codec,
                depth(options));
    }
}
