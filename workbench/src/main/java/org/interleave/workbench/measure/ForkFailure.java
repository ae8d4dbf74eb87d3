package org.interleave.workbench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.core.Printable;
import org.interleave.core.StrategyException;
import org.interleave.core.WrongResultException;

/** The reason why a fork failed, in one line: the exception that ended it, from what JMH received of the fork or what the fork printed. */
final class ForkFailure {

    private static final int MOST_CHARACTERS = 300;

    /** What JMH says of a fork that ended before it could report. */
    private static final Pattern DIED = Pattern.compile("Forked VM failed with exit code (\\d+)");

    /** The first line of an exception or of its cause, as a stack trace begins. */
    private static final Pattern EXCEPTION =
            Pattern.compile("(?:Exception in thread \"[^\"]*\" |Caused by: )?((?:\\w+\\.)+[A-Z][\\w$]*(?:: .*)?)");

    /** What a JVM, JMH or a stack trace prints around what matters. */
    private static final Pattern AROUND = Pattern.compile("|[<#>].*|at .*|\\.\\.\\. \\d+ more|(NOTE: )?Picked up .*"
            + "|Error occurred during initialization of .*|Error: Could not create the Java Virtual Machine\\."
            + "|Error: A fatal exception has occurred\\..*|Benchmark had encountered error.*");

    private ForkFailure() {}

    /**
     * The reason.
     *
     * @param thrown what JMH threw
     * @param printed what the fork printed, line by line
     */
    static String reason(Throwable thrown, List<String> printed) {
        List<Throwable> causes = causes(thrown);
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
        Throwable root = causes.getLast();
        String message = String.valueOf(root.getMessage());
        Matcher died = DIED.matcher(message);
        if (died.find()) {
            String said = said(printed).map(line -> ": " + line).orElse(" and printed no reason");
            return line("its JVM ended with exit status " + died.group(1) + said);
        }
        return line(root.getClass().getSimpleName() + ": " + message);
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

    /** The exception, its causes and what JMH collected from the fork, outermost first. */
    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        collect(thrown, causes);
        return causes;
    }

    private static void collect(Throwable thrown, List<Throwable> causes) {
        if (causes.contains(thrown)) {
            return;
        }
        causes.add(thrown);
        for (Throwable suppressed : thrown.getSuppressed()) {
            collect(suppressed, causes);
        }
        Throwable cause = thrown.getCause();
        if (cause != null) {
            collect(cause, causes);
        }
    }
}
