package org.interleave.processes;

import java.time.Duration;

/**
 * How a pool treats its workers and their tasks.
 *
 * @param workers how many there are
 * @param chunkSize how many tasks a worker is handed at a time, or {@link ChunkSize#AUTOMATIC}
 * @param tasksPerWorker after how many tasks a worker is replaced, or {@link Allowance#UNLIMITED}
 * @param retries how often an idempotent task is run again after its worker was lost
 * @param taskTimeout how long a task may run, zero if for ever
 * @param codec what turns tasks and results into bytes
 * @param objectDepth how deeply the objects of tasks and results may be nested
 */
record PoolSettings(
        int workers,
        int chunkSize,
        int tasksPerWorker,
        int retries,
        Duration taskTimeout,
        PayloadCodec codec,
        int objectDepth) {}
