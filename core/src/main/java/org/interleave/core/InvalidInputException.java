package org.interleave.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Input of the user that is not valid. The message is one line: what was wrong, and what is allowed. */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Says what was wrong and what is allowed. */
    public InvalidInputException(String message) {
        super(message);
    }

    /** Says what was wrong and what is allowed, and keeps what brought it to light. */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * A name that is not one of those known.
     *
     * @param kind what is named, such as {@code strategy}
     * @param name the name given
     * @param known the names allowed
     */
    public static InvalidInputException unknown(String kind, String name, Collection<String> known) {
        String suggestion = nearest(name, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
        String allowed = known.isEmpty() ? "there are none" : "known: " + String.join(", ", known);
        return new InvalidInputException("unknown " + kind + " '" + name + "'" + suggestion + " (" + allowed + ")");
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        String given = name.toLowerCase(Locale.ROOT);
        int farthest = Math.max(2, given.length() / 3);
        return known.stream()
                .filter(candidate ->
                        (candidate.contains(given) && given.length() >= 3) || distance(given, candidate) <= farthest)
                .min(Comparator.comparingInt(candidate -> distance(given, candidate)));
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
