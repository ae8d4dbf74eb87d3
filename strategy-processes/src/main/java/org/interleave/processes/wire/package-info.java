/**
 * The protocol of parent and worker, the same on both sides: frames and their bytes, codecs of tasks and results,
 * flow-controlled inboxes, and the pipes or shared memory that frames go through. {@link
 * org.interleave.processes.wire.Frame}, its reader and its writer, {@link org.interleave.processes.wire.Transport} and
 * {@link org.interleave.processes.wire.Codec} are for the packages beside it, and nothing is for others. It must know
 * neither pools nor workers nor what a task's steps are, and takes nothing that comes in for what it says it is.
 */
@NullMarked
package org.interleave.processes.wire;

import org.jspecify.annotations.NullMarked;
