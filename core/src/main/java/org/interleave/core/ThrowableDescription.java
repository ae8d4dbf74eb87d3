package org.interleave.core;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as text. A throwable is foreign code: what it answers to {@code getMessage} may be endless, huge, null or
 * another exception.
 *
 * <p>Classes that inherit the methods asked here from {@link Throwable} are asked on the calling thread, for those methods
 * return fields. Any other is asked on a daemon thread that is waited for {@link #LIMIT} at most and interrupted then. One
 * that does not return goes on: Java cannot stop it. Therefore a class that did not answer is not asked a second time, but
 * named only.
 */
final class ThrowableDescription {

    /** Time limit of a description of a throwable and its causes. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    private static final int MAX_NAME = 1 << 10;
    private static final int MAX_CAUSE = 1 << 10;
    private static final int MOST_CAUSES = 50;
    private static final int MOST_SUPPRESSED = 10;
    private static final int MOST_FRAMES = 1 << 10;

    /** Whether objects of a class did not answer in time. */
    private static final ClassValue<AtomicBoolean> MUTE = new ClassValue<>() {
        @Override
        protected AtomicBoolean computeValue(Class<?> type) {
            return new AtomicBoolean();
        }
    };

    private final StringBuilder trace = new StringBuilder();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private ThrowableDescription() {}

    static TaskFailure of(Throwable thrown) {
        try {
            if (isPlain(thrown)) {
                return new ThrowableDescription().describe(thrown);
            }
            AtomicBoolean mute = MUTE.get(thrown.getClass());
            return mute.get()
                    ? unanswered(thrown)
                    : BoundedCall.within(LIMIT, () -> new ThrowableDescription().describe(thrown))
                            .orElseGet(() -> {
                                mute.set(true);
                                return unanswered(thrown);
                            });
        } catch (Throwable unexpected) { // memory, stack or threads are short: even then a task has to end
            return named(
                    thrown, "its text cannot be had: " + unexpected.getClass().getName());
        }
    }

    private static TaskFailure unanswered(Throwable thrown) {
        return named(thrown, "its text took longer than " + LIMIT.toSeconds() + " s");
    }

    private static TaskFailure named(Throwable thrown, String why) {
        String type = cut(thrown.getClass().getName(), MAX_NAME);
        return new TaskFailure(type, "(" + why + ")", "", type + "\n");
    }

    /** Whether it and its causes run no code but that of {@link Throwable}, which returns fields. */
    private static boolean isPlain(Throwable thrown) {
        Throwable next = thrown;
        for (int depth = 0; next != null && depth < MOST_CAUSES; depth++) {
            if (!PLAIN.get(next.getClass())
                    || !Arrays.stream(next.getSuppressed()).allMatch(also -> PLAIN.get(also.getClass()))) {
                return false;
            }
            next = next.getCause();
        }
        return true;
    }

    private static final ClassValue<Boolean> PLAIN = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return inherits(type, "getMessage")
                        && inherits(type, "getLocalizedMessage")
                        && inherits(type, "toString")
                        && inherits(type, "getCause")
                        && inherits(type, "getStackTrace");
            } catch (NoSuchMethodException | LinkageError e) {
                return false;
            }
        }
    };

    private static boolean inherits(Class<?> type, String name) throws NoSuchMethodException {
        Method method = type.getMethod(name);
        return method.getDeclaringClass() == Throwable.class
                || method.getDeclaringClass() == NullPointerException.class;
    }

    private TaskFailure describe(Throwable thrown) {
        String message = cut(message(thrown), TaskFailure.MAX_MESSAGE);
        Throwable innermost = thrown;
        String heading = "";
        for (Optional<Throwable> next = Optional.of(thrown); next.isPresent(); next = cause(next.get())) {
            innermost = next.get();
            seen.add(innermost);
            append(heading, innermost);
            heading = "Caused by: ";
        }
        String cause = innermost == thrown ? "" : line(innermost);
        return new TaskFailure(
                cut(thrown.getClass().getName(), MAX_NAME),
                message,
                cause,
                cut(trace.toString(), TaskFailure.MAX_TRACE));
    }

    private static String line(Throwable cause) {
        return cut(Printable.line(text(cause)), MAX_CAUSE);
    }

    private void append(String heading, Throwable thrown) {
        appendOne(heading, thrown);
        Arrays.stream(thrown.getSuppressed()).limit(MOST_SUPPRESSED).forEach(also -> appendOne("Suppressed: ", also));
    }

    private void appendOne(String heading, Throwable thrown) {
        trace.append(heading).append(Printable.line(text(thrown))).append('\n');
        StackTraceElement[] frames = answer(thrown::getStackTrace).orElseGet(() -> new StackTraceElement[0]);
        for (int frame = 0; frame < Math.min(frames.length, MOST_FRAMES); frame++) {
            if (trace.length() > TaskFailure.MAX_TRACE) {
                return;
            }
            String text = cut(String.valueOf((Object) frames[frame]), MAX_NAME);
            trace.append("\tat ").append(Printable.line(text)).append('\n');
        }
    }

    /** What it is called in a stack trace: its own {@code toString}, or its class and message if that throws. */
    private static String text(Throwable thrown) {
        Optional<String> own = PLAIN.get(thrown.getClass()) ? Optional.empty() : answer(thrown::toString);
        return cut(own.orElseGet(() -> typeAndMessage(thrown)), TaskFailure.MAX_MESSAGE);
    }

    /** What {@link Throwable#toString} says, without a copy of a message that may be huge. */
    private static String typeAndMessage(Throwable thrown) {
        String message = cut(message(thrown), TaskFailure.MAX_MESSAGE);
        String type = cut(thrown.getClass().getName(), MAX_NAME);
        return message.isEmpty() ? type : type + ": " + message;
    }

    private static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (Throwable refused) {
            return "(its message cannot be had: " + refused.getClass().getName() + ")";
        }
    }

    /** The next cause that has not been described. */
    private Optional<Throwable> cause(Throwable thrown) {
        return seen.size() == MOST_CAUSES
                ? Optional.empty()
                : answer(thrown::getCause).filter(cause -> !seen.contains(cause));
    }

    private static <T> Optional<T> answer(Supplier<@Nullable T> question) {
        try {
            return Optional.ofNullable(question.get());
        } catch (Throwable refused) {
            return Optional.empty();
        }
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        String mark = "… (" + text.length() + " characters)";
        int end = most - mark.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + mark;
    }
}
