package org.interleave.processes.pool;

import java.util.List;

/**
 * Tasks for a worker, to be packed and sent.
 *
 * @param worker the worker that requested tasks
 * @param tasks at least one
 * @param sentBefore the number of tasks that the worker was sent before
 */
record Handover(WorkerState worker, List<Integer> tasks, int sentBefore) {}
