package org.interleave.core;

/** A strategy could not do its part: it did not start, or lost what it runs on. Not for failures of tasks. */
public final class StrategyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Says what happened. */
    public StrategyException(String message) {
        super(message);
    }

    /** Says what happened, and why. */
    public StrategyException(String message, Throwable cause) {
        super(message, cause);
    }
}
