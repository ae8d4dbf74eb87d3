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

    /** How many workers there may be. */
    public static final int MOST_WORKERS = 256;
    /** How many processors there are, as far as each may have a worker. */
    public static final int PROCESSORS =
            Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());

    /** How many worker processes there are; one for each processor by default. */
    public static final Parameter<Long> WORKERS =
            Parameter.count("workers", "worker processes", PROCESSORS, PROCESSORS, 1, MOST_WORKERS);

    /** How many tasks a worker is handed at a time. */
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

    /** How often a task is run again. */
    public static final Parameter<Long> RETRIES = Parameter.count(
            "retries", "how often an idempotent task runs again after its worker was lost", 0, 0, 0, 1_000);

    /** How long a task may run. */
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

    /** How long a worker is waited for. */
    public static final Parameter<Duration> PATIENCE = Parameter.duration(
            "patience",
            "how long a worker or a node may take to come up, and a node's result to be unpacked",
            Duration.ofMinutes(3),
            Duration.ofMinutes(3),
            Duration.ofSeconds(1),
            Duration.ofDays(1));

    /** Of the code that this process runs, taken when the strategy was loaded. */
    static final long FINGERPRINT = Fingerprint.take();

    private PoolOptions() {}

    /** An option's value as a user sets it, for messages. */
    static <T> String setting(Parameter<T> option, T value) {
        return option.name() + "=" + option.format(value);
    }

    /** How deeply objects may be nested. */
    public static int depth(Parameters options) {
        return options.getInt(PayloadCodec.OBJECT_DEPTH);
    }

    /** What workers of this machine are started with. */
    public static WorkerSetup setup(Parameters options, Codec codec, Transport transport) {
        return new WorkerSetup(FINGERPRINT, codec, depth(options), transport, options.get(PATIENCE));
    }

    /** What the options that several strategies have come to. */
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
