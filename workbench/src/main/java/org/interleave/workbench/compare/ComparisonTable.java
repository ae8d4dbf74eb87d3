package org.interleave.workbench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Palette;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.report.TextTable;
import org.interleave.workbench.report.TextTable.Alignment;
import org.interleave.workbench.report.TextTable.Column;

/**
 * The text form of a comparison of two runs, for people at a terminal: a table of all rows, what explains it, and the verdict.
 *
 * @param screen what it is laid out for; a table that is wider leaves out what matters least, and says so
 */
public record ComparisonTable(Screen screen) {

    private static final String SHAKY = "!";
    private static final int HANG = 4;

    /** As lines of text, each ended by a line feed. */
    public String render(RunComparison comparison) {
        Remarks remarks = new Remarks(comparison);
        List<List<String>> sections =
                List.of(heading(comparison), table(comparison), notes(remarks), verdict(comparison, remarks));
        return String.join(
                "\n",
                sections.stream()
                        .filter(section -> !section.isEmpty())
                        .map(section -> String.join("\n", section) + "\n")
                        .toList());
    }

    private List<String> heading(RunComparison comparison) {
        Palette palette = screen.palette();
        List<String> lines = new ArrayList<>();
        lines.addAll(screen.wrap("old", palette::heading, "  " + Remarks.identity(comparison.older()), HANG));
        lines.addAll(screen.wrap("new", palette::heading, "  " + Remarks.identity(comparison.newer()), HANG));
        return lines;
    }

    private static List<Column> columns(Terms terms) {
        return List.of(
                new Column("row", Alignment.LEFT, Column.STAYS),
                new Column("measure", Alignment.LEFT, 0),
                new Column("old", Alignment.RIGHT, 2),
                new Column("new", Alignment.RIGHT, 3),
                new Column("change", Alignment.RIGHT, Column.STAYS),
                new Column("95 % interval", Alignment.LEFT, 5),
                new Column("verdict", Alignment.LEFT, Column.STAYS),
                new Column("shown from", Alignment.RIGHT, 4),
                new Column("forks for " + Percent.of(terms.percent()), Alignment.RIGHT, 1));
    }

    private List<String> table(RunComparison comparison) {
        TextTable table = new TextTable(columns(comparison.terms()));
        comparison
                .rows()
                .forEach(row -> table.add(cells(row).stream().map(screen::text).toList()));
        TextTable.Layout layout = table.layout(screen.width());
        Palette palette = screen.palette();
        List<String> lines = new ArrayList<>();
        layout.headings().stream().map(palette::remark).forEach(lines::add);
        for (int i = 0; i < comparison.rows().size(); i++) {
            UnaryOperator<String> paint = paint(comparison.rows().get(i).change());
            layout.rows().get(i).stream().map(paint).forEach(lines::add);
        }
        if (!layout.leftOut().isEmpty()) {
            screen
                    .wrap(
                            "  left out for want of width: " + String.join(", ", layout.leftOut())
                                    + "; they are in what --json writes, and on a wider terminal",
                            HANG)
                    .stream()
                    .map(palette::remark)
                    .forEach(lines::add);
        }
        return lines;
    }

    private static List<String> cells(RowChange row) {
        return List.of(
                row.doubts().isEmpty() ? row.title() : row.title() + " " + SHAKY,
                row.ratio().map(any -> row.yardstick().measure()).orElse(""),
                mean(row, row.was()),
                mean(row, row.is()),
                row.ratio().map(ratio -> Percent.signed(ratio.value())).orElse(""),
                row.ratio()
                        .filter(ratio -> !ratio.single())
                        .map(ratio -> Percent.interval(ratio.low(), ratio.high()))
                        .orElse(""),
                row.word(),
                row.sight().map(sight -> Percent.signed(sight.shown())).orElse(""),
                row.sight()
                        .map(sight -> sight.forks().map(String::valueOf).orElse("too many"))
                        .orElse(""));
    }

    private static String mean(RowChange row, Optional<Estimate> mean) {
        return mean.map(known ->
                        HumanFormat.quantity(known.value(), row.yardstick().unit()))
                .orElse("");
    }

    private UnaryOperator<String> paint(Change change) {
        Palette palette = screen.palette();
        return switch (change) {
            case WORSE, MISSING, INVALID -> palette::bad;
            case BETTER -> palette::good;
            case UNKNOWN -> palette::doubtful;
            case SAME, SMALL, ADDED -> UnaryOperator.identity();
        };
    }

    private List<String> notes(Remarks remarks) {
        Palette palette = screen.palette();
        Stream<String> reasons = remarks.reasons().entrySet().stream()
                .flatMap(reason ->
                        screen
                                .wrap(SHAKY + " " + String.join(", ", reason.getValue()) + ": " + reason.getKey(), HANG)
                                .stream()
                                .map(palette::doubtful));
        Stream<String> sessions = remarks.sessions().stream().flatMap(sentence -> screen.wrap(sentence, HANG).stream());
        Stream<String> method = screen.wrap(remarks.method(), HANG).stream().map(palette::remark);
        return Stream.of(reasons, sessions, method).flatMap(lines -> lines).toList();
    }

    private List<String> verdict(RunComparison comparison, Remarks remarks) {
        List<String> lines =
                new ArrayList<>(screen.wrap("Verdict", screen.palette()::heading, "  " + remarks.tally(), HANG));
        comparison.rows().stream()
                .filter(row -> row.change() == Change.WORSE)
                .flatMap(row -> screen
                        .wrap(
                                row.word() + ":",
                                screen.palette()::bad,
                                " " + row.title() + " "
                                        + row.ratio()
                                                .map(ratio -> Percent.signed(ratio.value()) + " "
                                                        + Percent.interval(ratio.low(), ratio.high()))
                                                .orElse(""),
                                HANG)
                        .stream())
                .forEach(lines::add);
        return lines;
    }
}
