/**
 * Tasks in worker processes: each worker has an interpreter, a lock and a memory of its own, and whatever goes in or
 * out goes through a pipe, or through memory that two processes share.
 *
 * <p>In the parent {@link org.interleave.processes.Processes} opens a pool, which keeps its workers up; a dispatcher
 * hands the tasks of one run to them and passes their messages on. In a worker, {@code WorkerMain} reads what the
 * parent says and runs each task on a thread under the worker's one lock. Between them go the frames of {@code Frame}.
 */
@NullMarked
package org.interleave.processes;

import org.jspecify.annotations.NullMarked;
