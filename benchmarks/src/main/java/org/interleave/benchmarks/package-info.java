/**
 * Benchmarks of our own machinery, each beside the bare engine or the machine's limit: those with JMH measure within one
 * process, {@link org.interleave.benchmarks.TransportBenchmark} and {@link org.interleave.benchmarks.StartBenchmark} have a
 * {@code main} of their own, as JMH has no benchmark of several processes. They may touch what the strategies keep to
 * themselves; nothing may know them, and nothing of them ships.
 */
@NullMarked
package org.interleave.benchmarks;

import org.jspecify.annotations.NullMarked;
