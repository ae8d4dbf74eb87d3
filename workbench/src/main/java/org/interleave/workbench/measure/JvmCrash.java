package org.interleave.workbench.measure;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The crash of a JVM, such as by a pointer of a user's C code, as the JVM tells of it before it ends.
 *
 * @param cause the signal, or what else was fatal
 * @param where the function and the library, as far as the JVM knows them
 * @param file the file with all the rest, if it could write one
 */
record JvmCrash(String cause, Optional<String> where, Optional<String> file) {

    private static final String BEGINNING = "# A fatal error has been detected by the Java Runtime Environment:";
    private static final Pattern CAUSE = Pattern.compile("#\\s+(SIG[A-Z]+|Internal Error|Out of Memory Error)\\b.*");

    private static final Pattern BEFORE_FRAME = Pattern.compile("# Problematic frame:");

    /** A kind of frame, the library and the offset in it, and perhaps the function, its arguments, and the offset in it. */
    private static final Pattern FRAME =
            Pattern.compile("# \\w\\s+\\[(.+?)\\+0x[0-9a-f]+]\\s*(?:(.+)\\+0x[0-9a-f]+)?.*");

    /** What a second thread that crashes puts in the middle of what the first one's crash is told with, perhaps of a line. */
    private static final Pattern INTERJECTION = Pattern.compile("\\[thread \\d+ also had an error]\\R?");

    private static final Pattern BEFORE_FILE = Pattern.compile("# An error report file .* is saved as:");

    private static final String COMMENT = "#";

    /**
     * The crash that a JVM told of, if it did.
     *
     * @param printed what it printed, line by line
     */
    static Optional<JvmCrash> of(List<String> printed) {
        List<String> lines = INTERJECTION
                .matcher(String.join("\n", printed))
                .replaceAll("")
                .lines()
                .toList();
        int beginning = lines.indexOf(BEGINNING);
        if (beginning < 0) {
            return Optional.empty();
        }
        List<String> told = lines.subList(beginning, lines.size());
        return told.stream()
                .map(CAUSE::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(cause -> new JvmCrash(
                        cause.group(1),
                        after(told, BEFORE_FRAME).map(JvmCrash::frame),
                        after(told, BEFORE_FILE)
                                .map(line -> line.substring(COMMENT.length()).strip())));
    }

    /** The line after the first that matches. */
    private static Optional<String> after(List<String> lines, Pattern pattern) {
        for (int line = 0; line < lines.size() - 1; line++) {
            if (pattern.matcher(lines.get(line)).matches()
                    && lines.get(line + 1).startsWith(COMMENT)) {
                return Optional.of(lines.get(line + 1));
            }
        }
        return Optional.empty();
    }

    private static String frame(String line) {
        Matcher frame = FRAME.matcher(line);
        if (!frame.matches()) {
            return line.substring(COMMENT.length()).strip();
        }
        return frame.group(2) == null ? frame.group(1) : frame.group(2) + " of " + frame.group(1);
    }

    /** All of it in one line. */
    String line() {
        return "its JVM crashed, " + cause
                + where.map(function -> " in " + function).orElse("")
                + file.map(path -> "; more is in " + path).orElse("");
    }
}
