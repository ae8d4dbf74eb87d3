package org.interleave.workbench.measure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.core.Printable;
import org.interleave.core.StrategyException;
import org.interleave.core.WrongResultException;
import org.jspecify.annotations.Nullable;

/** The reason why a fork failed, in one line: the exception that ended it, or what the fork printed before it died. */
final class ForkFailure {

    private static final int MOST_CHARACTERS = 300;

    /** The first line of an exception or of its cause, as a stack trace begins. */
    private static final Pattern EXCEPTION =
            Pattern.compile("(?:Exception in thread \"[^\"]*\" |Caused by: )?((?:\\w+\\.)+[A-Z][\\w$]*(?:: .*)?)");

    /** What a JVM or a stack trace prints around what matters. */
    private static final Pattern AROUND = Pattern.compile("|#.*|at .*|\\.\\.\\. \\d+ more|(NOTE: )?Picked up .*"
            + "|Error occurred during initialization of .*|Error: Could not create the Java Virtual Machine\\."
            + "|Error: A fatal exception has occurred\\..*");

    /** By exit status: 128 and the number of the signal. C libraries abort a program that frees memory twice. */
    private static final Map<Integer, String> FATAL_SIGNALS =
            Map.of(132, "SIGILL", 134, "SIGABRT", 135, "SIGBUS", 136, "SIGFPE", 139, "SIGSEGV");

    private ForkFailure() {}

    /** The reason of an exception that ended what a fork does. */
    static String reason(Throwable thrown) {
        Set<Throwable> causes = causes(thrown);
        for (Throwable cause : causes) {
            if (cause instanceof WrongResultException) {
                return line("wrong result: " + cause.getMessage());
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof StrategyException && cause.getMessage() != null) {
                return line(cause.getMessage());
            }
        }
        Throwable root = List.copyOf(causes).getLast();
        return line(root.getClass().getSimpleName() + ": " + root.getMessage());
    }

    /**
     * The reason of a fork that ended without a report.
     *
     * @param status its JVM's exit status
     * @param printed what it printed, line by line
     */
    static String died(int status, List<String> printed) {
        return line(JvmCrash.of(printed)
                .map(JvmCrash::line)
                .orElseGet(() -> "its JVM ended with exit status " + status + signal(status)
                        + said(printed).map(line -> ": " + line).orElse(" and printed no reason")));
    }

    /** The signal that an exit status stands for, if it is one by which a program ends itself. */
    private static String signal(int status) {
        return Optional.ofNullable(FATAL_SIGNALS.get(status))
                .map(name -> " (" + name + ")")
                .orElse("");
    }

    /** The line that says most about the end of a JVM that printed these: the last exception's, or else the last. */
    static Optional<String> said(List<String> printed) {
        return printed.reversed().stream()
                .map(EXCEPTION::matcher)
                .filter(Matcher::matches)
                .map(exception -> exception.group(1))
                .findFirst()
                .or(() -> printed.reversed().stream()
                        .map(String::strip)
                        .filter(line -> !AROUND.matcher(line).matches())
                        .findFirst())
                .map(ForkFailure::line);
    }

    static String line(String text) {
        return Printable.line(text.strip().lines().findFirst().orElse("").strip(), MOST_CHARACTERS);
    }

    /** The exception and its causes, outermost first, each once. */
    private static Set<Throwable> causes(Throwable thrown) {
        Set<Throwable> causes = new LinkedHashSet<>();
        for (@Nullable Throwable cause = thrown; cause != null && causes.add(cause); ) {
            cause = cause.getCause();
        }
        return causes;
    }
}
