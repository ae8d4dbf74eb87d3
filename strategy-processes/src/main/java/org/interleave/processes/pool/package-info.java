/**
 * The parent's side: a pool of workers, the table of a run's tasks, the dispatcher that hands them out, and the processes
 * that are started, watched and replaced.
 *
 * <p>Of the worker's side it knows the main class alone, and of nodes nothing: a worker may be anywhere.
 */
@NullMarked
package org.interleave.processes.pool;

import org.jspecify.annotations.NullMarked;
