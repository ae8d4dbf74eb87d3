package org.interleave.processes.pool;

/**
 * A task ran for longer than a task may, and was killed with its worker. The message names the task, the limit, the
 * worker, how that ended and the last lines of its stderr.
 */
public final class TaskTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TaskTimeoutException(String message) {
        super(message);
    }
}
