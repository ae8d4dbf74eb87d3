/**
 * The worker's side: a process that reads frames, runs the tasks that it is given under one interpreter lock, and writes
 * back what became of them.
 *
 * <p>It is started by its main class, {@link org.interleave.processes.worker.WorkerMain}, and knows the wire and nothing of the
 * parent's side.
 */
@NullMarked
package org.interleave.processes.worker;

import org.jspecify.annotations.NullMarked;
