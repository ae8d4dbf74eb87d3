/**
 * The worker's side: a process that reads frames, runs the tasks that it is given under one interpreter lock, and writes
 * back what became of them. Only its main class may be touched, {@link org.interleave.processes.worker.WorkerMain}, and that
 * by name, to start it. It must know the protocol and nothing of the parent's side.
 */
@NullMarked
package org.interleave.processes.worker;

import org.jspecify.annotations.NullMarked;
