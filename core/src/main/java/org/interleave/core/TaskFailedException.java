package org.interleave.core;

/**
 * What a task threw, where it cannot be thrown again, for it may have been thrown in another process. The message is its
 * stack trace, with type and message before it and causes behind.
 */
public final class TaskFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TaskFailedException(TaskFailure failure) {
        super(failure.trace(), null, false, false);
    }
}
