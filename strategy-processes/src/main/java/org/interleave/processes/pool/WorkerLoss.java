package org.interleave.processes.pool;

import java.util.ArrayList;
import java.util.List;

/**
 * The end of a worker, and what becomes of the tasks that it had.
 *
 * @param worker the worker
 * @param failed tasks that it had begun, or may have
 * @param cancelled tasks that nobody will begin any more
 * @param again tasks that it had begun and that will be begun again
 * @param cut tasks that it had begun and was killed for, as they did not end when they were cancelled
 */
record WorkerLoss(
        WorkerState worker, List<Integer> failed, List<Integer> cancelled, List<Integer> again, List<Integer> cut) {

    /** A loss of which no task has been settled. */
    WorkerLoss(WorkerState worker) {
        this(worker, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
}
