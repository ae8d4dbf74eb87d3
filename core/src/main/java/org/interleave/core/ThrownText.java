package org.interleave.core;

/** What was thrown, in one line for people; never fails, and is bounded, as {@link TaskFailure#of} is. */
public final class ThrownText {

    private static final String SEPARATOR = ": ";

    private ThrownText() {}

    /**
     * The exception and its root cause, each by its class without the package and its message, such as {@code
     * ExceptionInInitializerError caused by NumberFormatException: For input string: "twelve"}. Where the one's message
     * tells the other's, the cause is not told again.
     */
    public static String line(Throwable thrown) {
        TaskFailure failure = TaskFailure.of(thrown);
        String cause = failure.cause();
        boolean byDefault = failure.message().equals(cause);
        String type = withoutPackage(failure.type());
        String own = failure.message().isEmpty() || byDefault ? type : type + SEPARATOR + failure.message();
        boolean told = cause.isEmpty() || (!byDefault && own.contains(message(cause)));
        return Printable.line(told ? own : own + " caused by " + withoutPackage(cause));
    }

    /** The message of a class and a message; the class if there is no message. */
    private static String message(String classAndMessage) {
        int separator = classAndMessage.indexOf(SEPARATOR);
        return separator < 0 ? classAndMessage : classAndMessage.substring(separator + SEPARATOR.length());
    }

    private static String withoutPackage(String classAndMessage) {
        return classAndMessage.replaceFirst("^(?:[\\w$]+\\.)+", "");
    }
}
