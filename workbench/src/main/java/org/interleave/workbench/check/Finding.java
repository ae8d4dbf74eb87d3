package org.interleave.workbench.check;

import org.interleave.core.Printable;

/**
 * What one check came to.
 *
 * @param result whether it found something wrong
 * @param text what was checked, and what was found, in one line
 */
public record Finding(Result result, String text) {

    /** Takes care that it is one line. */
    public Finding {
        text = Printable.line(text);
    }

    /** What a check can come to. */
    public enum Result {
        /** Nothing is wrong. */
        OK("ok"),
        /** Something is wrong. */
        FAILED("FAIL"),
        /** It could not be checked. */
        SKIPPED("skip");

        private final String word;

        Result(String word) {
            this.word = word;
        }
    }

    static Finding ok(String text) {
        return new Finding(Result.OK, text);
    }

    static Finding failed(String text) {
        return new Finding(Result.FAILED, text);
    }

    static Finding skipped(String text) {
        return new Finding(Result.SKIPPED, text);
    }

    /** Whether something is wrong. */
    public boolean failed() {
        return result == Result.FAILED;
    }

    /** One line, which begins with what it came to. */
    public String line() {
        return result.word + " ".repeat("FAIL  ".length() - result.word.length()) + text;
    }
}
