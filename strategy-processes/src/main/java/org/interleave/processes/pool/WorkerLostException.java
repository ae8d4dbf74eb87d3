package org.interleave.processes.pool;

/**
 * A task was lost with the worker process it ran in, or for want of one. The message names the task, the worker, how
 * the worker ended and the last lines of its stderr.
 */
public final class WorkerLostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    WorkerLostException(String message) {
        super(message);
    }
}
