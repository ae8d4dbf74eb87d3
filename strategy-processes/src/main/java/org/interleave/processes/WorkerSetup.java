package org.interleave.processes;

/**
 * What every worker process of a pool is started with.
 *
 * @param fingerprint of the code it has to run
 * @param codec what tasks and results are packed with
 * @param transport what frames go through
 */
record WorkerSetup(long fingerprint, Codec codec, Transport transport) {}
