package org.interleave.workbench.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.workbench.compare.Change;
import org.interleave.workbench.compare.Percent;
import org.interleave.workbench.compare.Remarks;
import org.interleave.workbench.compare.RowChange;
import org.interleave.workbench.compare.RunComparison;
import org.interleave.workbench.export.Markdown.Alignment;
import org.interleave.workbench.export.Markdown.Column;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;

/**
 * The comparison of two runs as Markdown, for a pull request: the tally, what changed in a table, and all rows in another that
 * is folded away.
 */
public final class MarkdownComparison {

    private static final List<Column> COLUMNS = List.of(
            new Column("row", Alignment.LEFT),
            new Column("measure", Alignment.LEFT),
            new Column("old", Alignment.RIGHT),
            new Column("new", Alignment.RIGHT),
            new Column("change", Alignment.RIGHT),
            new Column("95 % interval", Alignment.LEFT),
            new Column("verdict", Alignment.LEFT),
            new Column("shown from", Alignment.RIGHT));

    private MarkdownComparison() {}

    /** Writes it. @throws IOException if it cannot be written */
    public static void write(RunComparison comparison, Appendable out) throws IOException {
        Remarks remarks = new Remarks(comparison);
        out.append("### Interleave: ").append(Markdown.text(remarks.tally())).append("\n\n");
        out.append("old: ")
                .append(Markdown.text(Remarks.identity(comparison.older())))
                .append("  \n");
        out.append("new: ")
                .append(Markdown.text(Remarks.identity(comparison.newer())))
                .append("\n\n");
        List<RowChange> striking = comparison.rows().stream()
                .filter(row -> isStriking(row.change()))
                .toList();
        if (!striking.isEmpty()) {
            out.append(table(striking)).append('\n');
        }
        out.append(Markdown.list(notes(remarks))).append('\n');
        out.append("<details><summary>all rows: ")
                .append(String.valueOf(comparison.rows().size()))
                .append("</summary>\n\n")
                .append(table(comparison.rows()))
                .append("\n</details>\n");
    }

    private static boolean isStriking(Change change) {
        return switch (change) {
            case WORSE, BETTER, MISSING, INVALID -> true;
            case SAME, SMALL, UNKNOWN, ADDED -> false;
        };
    }

    private static List<String> notes(Remarks remarks) {
        List<String> notes = new ArrayList<>();
        for (Map.Entry<String, List<String>> reason : remarks.reasons().entrySet()) {
            List<String> rows = reason.getValue().stream().map(Markdown::code).toList();
            notes.add(String.join(", ", rows) + ": " + Markdown.text(reason.getKey()));
        }
        remarks.sessions().stream().map(Markdown::text).forEach(notes::add);
        notes.add(Markdown.text(remarks.method()));
        return notes;
    }

    private static String table(List<RowChange> rows) {
        return Markdown.table(
                COLUMNS, rows.stream().map(MarkdownComparison::cells).toList());
    }

    private static List<String> cells(RowChange row) {
        return List.of(
                Markdown.code(row.title()),
                row.ratio().map(any -> Markdown.code(row.yardstick().measure())).orElse(""),
                mean(row, row.was()),
                mean(row, row.is()),
                row.ratio().map(ratio -> Percent.signed(ratio.value())).orElse(""),
                row.ratio()
                        .filter(ratio -> !ratio.single())
                        .map(ratio -> Percent.interval(ratio.low(), ratio.high()))
                        .orElse(""),
                isStriking(row.change()) ? "**" + row.word() + "**" : row.word(),
                row.sight().map(sight -> Percent.signed(sight.shown())).orElse(""));
    }

    private static String mean(RowChange row, Optional<Estimate> mean) {
        return mean.map(known -> Markdown.text(
                        HumanFormat.quantity(known.value(), row.yardstick().unit())))
                .orElse("");
    }
}
