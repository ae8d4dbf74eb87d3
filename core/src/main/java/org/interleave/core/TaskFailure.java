package org.interleave.core;

import java.io.Serializable;

/**
 * The cause of a task's failure, in a form that survives the way from another process.
 *
 * @param type the exception's class name
 * @param message its message, empty if it had none, at most {@value #MAX_MESSAGE} characters
 * @param cause the innermost of its causes in one line, empty if it had none
 * @param trace its stack trace as text, with causes, at most {@value #MAX_TRACE} characters; of control characters it has
 *     line feeds and tabs only
 */
public record TaskFailure(String type, String message, String cause, String trace) implements Serializable {

    /** The longest message; what is longer is cut. */
    public static final int MAX_MESSAGE = 16 << 10;

    /** The longest trace; what is longer is cut. */
    public static final int MAX_TRACE = 64 << 10;

    /**
     * Describes an exception, whatever its class makes of that: it never throws, never takes much longer than
     * {@link ThrowableDescription#LIMIT} and never returns more than the limits above.
     *
     * @see ThrowableDescription
     */
    public static TaskFailure of(Throwable thrown) {
        return ThrowableDescription.of(thrown);
    }

    /** The type and the message in one line without control characters, and the innermost cause unless the message tells it. */
    public String summary() {
        String own = message.isEmpty() ? type : type + ": " + message;
        return Printable.line(cause.isEmpty() || own.contains(cause) ? own : own + " (caused by " + cause + ")");
    }
}
