package org.interleave.core;

/**
 * Text from elsewhere, such as a plug-in, a task, a worker or a file's name, made fit to be printed: on a terminal it can
 * move no cursor, change no colour and begin no line of its own, and it has an end.
 *
 * <p>What no terminal shows as a character becomes visible: control characters as in Java's literals ({@code \n}, {@code
 * \t}, {@code \}{@code u001b}), and so what orders text from right to left, separates lines, or is half a surrogate pair.
 * A line that is escaped already stays as it is, so that escaping it again is harmless.
 */
public final class Printable {

    /** The most characters of a line; a thousand more than fits any screen, and little enough for a log. */
    public static final int MOST_CHARACTERS = 4_000;

    private static final String MORE = "...";

    private Printable() {}

    /** A text as one line of at most {@link #MOST_CHARACTERS}; one that was longer ends in {@code ...}. */
    public static String line(String text) {
        return line(text, MOST_CHARACTERS);
    }

    /**
     * A text as one line.
     *
     * @param most how many characters it may have, at least 3
     */
    public static String line(String text, int most) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), most));
        int cut = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            append(line, character);
            if (line.length() > most) {
                return line.substring(0, cut) + MORE;
            }
            if (line.length() <= most - MORE.length()) {
                cut = line.length();
            }
            i += Character.charCount(character);
        }
        return line.toString();
    }

    private static void append(StringBuilder line, int character) {
        switch (character) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isVisible(character)) {
                    line.appendCodePoint(character);
                } else {
                    escape(line, character);
                }
            }
        }
    }

    private static void escape(StringBuilder line, int character) {
        for (char unit : Character.toChars(character)) {
            line.append(String.format("\\u%04x", (int) unit));
        }
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
