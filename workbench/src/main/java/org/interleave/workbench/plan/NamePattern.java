package org.interleave.workbench.plan;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.interleave.core.InvalidInputException;

/**
 * A name as the user gives it: in full, or as a pattern in which {@code *} stands for any characters and {@code ?} for one.
 *
 * @param text as given
 */
record NamePattern(String text) {

    /** Whether it stands for as many names as it matches, perhaps none. */
    boolean isPattern() {
        return text.contains("*") || text.contains("?");
    }

    /** Whether a name is meant. */
    boolean matches(String name) {
        return isPattern() ? Pattern.matches(regex(), name) : name.equals(text);
    }

    private String regex() {
        StringBuilder regex = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(character)));
            }
        });
        return regex.toString();
    }

    /**
     * The names that are meant.
     *
     * @param kind what is named, such as {@code strategy}
     * @param known the names allowed
     * @throws InvalidInputException if there is none
     */
    List<String> among(String kind, Collection<String> known) {
        List<String> meant = known.stream().filter(this::matches).distinct().toList();
        if (!meant.isEmpty()) {
            return meant;
        }
        if (isPattern()) {
            throw new InvalidInputException(
                    "no " + kind + " matches '" + text + "' (known: " + String.join(", ", known) + ")");
        }
        throw InvalidInputException.unknown(kind, text, known);
    }
}
