package org.interleave.workbench;

/** What was found out could not be written where it was to go. The message is one line. */
final class LostOutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostOutputException(String message, Throwable cause) {
        super(message, cause);
    }
}
