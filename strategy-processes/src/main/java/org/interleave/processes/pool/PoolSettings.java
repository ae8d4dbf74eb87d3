package org.interleave.processes.pool;

import java.time.Duration;
import java.util.Optional;
import org.interleave.processes.wire.PayloadCodec;

/**
 * How a pool treats its workers and their tasks.
 *
 * @param workers how many there are
 * @param chunkSize how many tasks a worker is handed at a time, or {@link ChunkSize#AUTOMATIC}
 * @param tasksPerWorker after how many tasks a worker is replaced, or {@link TaskQuota#UNLIMITED}
 * @param retries how often an idempotent task is run again after its worker was lost
 * @param taskTimeout how long a task may run, zero if for ever
 * @param nodePatience how long a result may take to be unpacked where {@code taskTimeout} sets no limit; nothing for no
 *     limit, if all workers are this process's own
 * @param codec what turns tasks and results into bytes
 * @param objectDepth how deeply the objects of tasks and results may be nested
 */
public record PoolSettings(
        int workers,
        int chunkSize,
        int tasksPerWorker,
        int retries,
        Duration taskTimeout,
        Optional<Duration> nodePatience,
        PayloadCodec codec,
        int objectDepth) {

    /** These settings for a pool of which some workers are those of nodes. */
    public PoolSettings withNodes(Duration patience) {
        return new PoolSettings(
                workers, chunkSize, tasksPerWorker, retries, taskTimeout, Optional.of(patience), codec, objectDepth);
    }
}
