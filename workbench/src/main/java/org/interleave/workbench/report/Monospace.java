package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;

/** Text on a terminal's grid, where a character takes one column, two or none. */
final class Monospace {

    /** Where a word that is longer than a line may be broken: after these. */
    private static final String JOINTS = "-,;:=/._&";

    private Monospace() {}

    /** The columns that a line takes. */
    static int width(String line) {
        return line.codePoints().map(Monospace::width).sum();
    }

    private static int width(int character) {
        if (character < 0x300) {
            return 1;
        }
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            default -> isWide(character) ? 2 : 1;
        };
    }

    /** As East Asian Width and emoji presentation have it, near enough for names. */
    private static boolean isWide(int character) {
        if (Character.isEmojiPresentation(character) || (character >= 0xff01 && character <= 0xff60)) {
            return true;
        }
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> character < 0xff61 || character > 0xffdc;
            default -> character >= 0x3000 && character <= 0x303e;
        };
    }

    /** A text padded with spaces at its end, or at its start. */
    static String pad(String text, int width, boolean atStart) {
        String space = " ".repeat(Math.max(0, width - width(text)));
        return atStart ? space + text : text + space;
    }

    /** The longest part of a text that is not broken at spaces. */
    static int longestWord(String text) {
        int longest = 0;
        for (String word : text.split(" +", -1)) {
            longest = Math.max(longest, width(word));
        }
        return longest;
    }

    /**
     * A text in lines: broken at spaces, and only a word that is longer than a line is broken itself, after a hyphen or the
     * like if it has one.
     *
     * @param width how many columns a line has, at least 1
     * @param hang how many of them are left free in each line but the first
     * @return at least one line
     */
    static List<String> wrap(String text, int width, int hang) {
        if (width(text) <= width) {
            return List.of(text);
        }
        String indent = " ".repeat(Math.min(hang, width / 2));
        List<String> lines = new ArrayList<>();
        String line = leadingSpace(text);
        boolean empty = true;
        for (String word : text.strip().split(" ", -1)) {
            if (empty && word.isEmpty()) {
                continue;
            }
            String rest = word;
            while (true) {
                String longer = empty ? line + rest : line + " " + rest;
                if (width(longer) <= width) {
                    line = longer;
                    break;
                }
                int room = width - width(line);
                if (empty) {
                    int end = breakAt(rest, Math.max(1, room));
                    if (end == rest.length()) { // a single character that is wider than the line
                        line += rest;
                        break;
                    }
                    lines.add(line + rest.substring(0, end));
                    rest = rest.substring(end);
                } else {
                    lines.add(line.stripTrailing());
                }
                line = indent;
                empty = true;
            }
            empty = false;
        }
        lines.add(line);
        return lines;
    }

    private static String leadingSpace(String text) {
        return text.substring(0, text.length() - text.stripLeading().length());
    }

    /** After the last joint that leaves a line full enough, or where the line is full. */
    private static int breakAt(String word, int room) {
        int end = 0;
        int joint = 0;
        for (int used = 0; end < word.length(); ) {
            int character = word.codePointAt(end);
            used += width(character);
            if (used > room && end > 0) {
                break;
            }
            end += Character.charCount(character);
            if (JOINTS.indexOf(character) >= 0) {
                joint = end;
            }
        }
        return 2 * joint > end && end < word.length() ? joint : end;
    }
}
