package org.interleave.workbench.export;

import java.util.List;
import java.util.stream.Collectors;
import org.interleave.core.Printable;

/**
 * Markdown, as GitHub has it, in which text from anywhere stays text: it makes no markup, ends no cell, links to nothing and
 * mentions nobody.
 */
final class Markdown {

    /** More than any name of ours has, and than any sentence. */
    private static final int LONGEST_NAME = 200;

    private static final int LONGEST_SENTENCE = 1_000;

    /** What breaks a name that GitHub would look up, once it is no longer Markdown. */
    private static final String NOTHING = "<!-- -->";

    private Markdown() {}

    /** A name or the like, in the type of code. */
    static String code(String text) {
        return "<code>" + escaped(Printable.line(text, LONGEST_NAME), "") + "</code>";
    }

    /** A sentence. It must not stand at the beginning of a line or of an item. */
    static String text(String text) {
        return escaped(Printable.line(text, LONGEST_SENTENCE), NOTHING);
    }

    private static String escaped(String text, String brake) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(character -> {
            switch (character) {
                case '&', '<', '>', '"', '\'', '`', '*', '_', '{', '}', '[', ']', '|', '!', '\\', '~', ':', '$' ->
                    escaped.append("&#").append(character).append(';');
                case '@', '#' ->
                    escaped.append("&#").append(character).append(';').append(brake);
                default -> escaped.append((char) character);
            }
        });
        return escaped.toString().replaceAll("(?i)(www)\\.", "$1&#46;");
    }

    /** How a column's cells stand. */
    enum Alignment {
        LEFT(":---"),
        RIGHT("---:");

        private final String rule;

        Alignment(String rule) {
            this.rule = rule;
        }
    }

    /**
     * A heading of a table.
     *
     * @param heading Markdown
     * @param alignment of its cells
     */
    record Column(String heading, Alignment alignment) {}

    /**
     * A table, each line ended by a line feed.
     *
     * @param rows of Markdown, a cell for each column
     */
    static String table(List<Column> columns, List<List<String>> rows) {
        StringBuilder table = new StringBuilder();
        table.append(line(columns.stream().map(Column::heading).toList()));
        table.append(
                line(columns.stream().map(column -> column.alignment().rule).toList()));
        rows.forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** A list, each line ended by a line feed. */
    static String list(List<String> items) {
        return items.stream().map(item -> "- " + item + "\n").collect(Collectors.joining());
    }
}
