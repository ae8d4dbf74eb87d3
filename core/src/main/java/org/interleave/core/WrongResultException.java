package org.interleave.core;

/** What a strategy returned is not what the workload's oracle says. The message tells where they differ. */
public final class WrongResultException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Says where they differ. */
    public WrongResultException(String message) {
        super(message);
    }

    /** Says where they differ, and why. */
    public WrongResultException(String message, Throwable cause) {
        super(message, cause);
    }
}
