/**
 * The protocol of parent and worker, the same on both sides: frames and their bytes, codecs of tasks and results, and the
 * pipes or shared memory that frames go through.
 *
 * <p>It knows neither pools nor workers nor tasks' steps, and takes nothing that comes in for what it says it is.
 */
@NullMarked
package org.interleave.processes.wire;

import org.jspecify.annotations.NullMarked;
