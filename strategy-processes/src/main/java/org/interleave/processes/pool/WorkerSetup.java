package org.interleave.processes.pool;

import java.time.Duration;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.Transport;

/**
 * The setup that workers are started with.
 *
 * @param fingerprint of the code, which they have to have too
 * @param codec what turns tasks and results into bytes
 * @param objectDepth how deeply the objects of tasks and results may be nested
 * @param transport what frames go through
 * @param patience how long a worker may take to say hello, or to end a frame that it has begun
 */
public record WorkerSetup(long fingerprint, Codec codec, int objectDepth, Transport transport, Duration patience) {}
