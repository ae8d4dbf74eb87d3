/**
 * The parent's side: a pool of workers, the table of a run's tasks, the dispatcher that hands them out, and the worker
 * processes that are started, watched and replaced. A strategy opens a {@link org.interleave.processes.pool.ProcessPool}
 * with its {@link org.interleave.processes.pool.PoolSettings}; whoever brings workers from elsewhere is a {@link
 * org.interleave.processes.pool.WorkerSource}. Of the worker's side it must know the main class alone, and of nodes nothing:
 * a worker may be anywhere.
 */
@NullMarked
package org.interleave.processes.pool;

import org.jspecify.annotations.NullMarked;
