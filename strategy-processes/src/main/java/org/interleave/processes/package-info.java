/**
 * The strategies that run tasks in worker processes, each with an interpreter, a lock and a memory of its own: {@link
 * org.interleave.processes.Processes} with those of this machine, {@link org.interleave.processes.RemoteNodes} with those of
 * nodes too. Users touch these two and their options; what they are made of is in the packages below, of which the workbench
 * may also touch {@code node} and {@code cluster}, to run a node. They must not know how frames are written or tasks handed
 * out.
 *
 * <p>In the parent a {@code pool} keeps its workers up, and its dispatcher hands the tasks of one run to them and routes
 * their messages. In a {@code worker}, the main class reads what the parent sends and runs each task on a thread under the
 * worker's one lock. Between them go the frames of {@code wire}, through a pipe or through memory that both share. A {@code
 * node} lends its workers to one user at a time, and frames go over the network in node frames, through the sessions of
 * {@code cluster}.
 */
@NullMarked
package org.interleave.processes;

import org.jspecify.annotations.NullMarked;
