package org.interleave.core;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was thrown, in one line: it never fails, whatever the exception's own methods do but for not returning. */
public final class ThrownText {

    private static final int MOST_CAUSES = 100;

    private ThrownText() {}

    /**
     * The exception and its root cause, each by its class without the package and its message, such as {@code
     * ExceptionInInitializerError caused by NumberFormatException: For input string: "twelve"}. Where the one's message
     * tells the other's, the cause is not told again.
     */
    public static String line(Throwable thrown) {
        Throwable root = root(thrown);
        String message = message(thrown);
        if (root == thrown) {
            return Printable.line(text(thrown, message));
        }
        String cause = message(root);
        String type = root.getClass().getName();
        boolean byDefault = message.equals(cause.isEmpty() ? type : type + ": " + cause);
        if (!byDefault && !cause.isEmpty() && message.contains(cause)) {
            return Printable.line(text(thrown, message));
        }
        return Printable.line(text(thrown, byDefault ? "" : message) + " caused by " + text(root, cause));
    }

    private static String text(Throwable thrown, String message) {
        String type = thrown.getClass().getName();
        String name = type.substring(type.lastIndexOf('.') + 1);
        return message.isEmpty() ? name : name + ": " + message;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (int i = 0; i < MOST_CAUSES; i++) {
            Throwable cause = answer(root::getCause);
            if (cause == null) {
                return root;
            }
            root = cause;
        }
        return thrown; // its causes go round in a circle
    }

    private static String message(Throwable thrown) {
        String message = answer(thrown::getMessage);
        return message == null ? "" : message;
    }

    private static <T> @Nullable T answer(Supplier<? extends @Nullable T> method) {
        try {
            return method.get();
        } catch (Throwable hostile) {
            return null;
        }
    }
}
