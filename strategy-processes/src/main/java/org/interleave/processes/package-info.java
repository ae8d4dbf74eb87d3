/**
 * Tasks in worker processes: each worker has an interpreter, a lock and a memory of its own, and whatever goes in or
 * out goes through a pipe, or through memory that two processes share.
 *
 * <p>In the parent {@link org.interleave.processes.Processes} opens a pool, which keeps its workers up; a dispatcher
 * hands the tasks of one run to them and passes their messages on. In a worker, {@code WorkerMain} reads what the
 * parent says and runs each task on a thread under the worker's one lock. Between them go the frames of {@code Frame}.
 *
 * <p>{@link org.interleave.processes.RemoteNodes} opens the same pool with workers from other machines beside those of its
 * own. There {@link org.interleave.processes.node.Node} lends workers to one user at a time; frames go over the network in the
 * parcels of {@code Parcel}, through the links of {@code org.interleave.processes.cluster}.
 */
@NullMarked
package org.interleave.processes;

import org.jspecify.annotations.NullMarked;
