package org.interleave.core;

import java.util.stream.Collectors;

/**
 * What a task threw, where it cannot be thrown again, for it may have been thrown in another process. The message is its
 * stack trace, with type and message before it and causes behind; of control characters it has line feeds and tabs only,
 * whoever made the failure.
 */
public final class TaskFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final String INDENT = "\t";

    TaskFailedException(TaskFailure failure) {
        super(printable(failure.trace()), null, false, false);
    }

    private static String printable(String trace) {
        return trace.lines()
                .map(line ->
                        line.startsWith(INDENT) ? INDENT + Printable.line(line.substring(1)) : Printable.line(line))
                .collect(Collectors.joining("\n"));
    }
}
