package org.interleave.core;

import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;

/**
 * Why a task failed, in a form that survives the way from another process.
 *
 * @param type the exception's class name
 * @param message its message, empty if it had none
 * @param trace its stack trace as text, with causes
 */
public record TaskFailure(String type, String message, String trace) implements Serializable {

    /** Describes an exception. */
    public static TaskFailure of(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        String message = thrown.getMessage();
        return new TaskFailure(thrown.getClass().getName(), message == null ? "" : message, trace.toString());
    }

    /** The type and the message in one line. */
    public String summary() {
        return message.isEmpty() ? type : type + ": " + message;
    }
}
