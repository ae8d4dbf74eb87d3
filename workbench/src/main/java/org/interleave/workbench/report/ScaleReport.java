package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.workbench.report.TextTable.Alignment;
import org.interleave.workbench.report.TextTable.Column;
import org.interleave.workbench.scaling.Interval;
import org.interleave.workbench.scaling.ScalabilityLaw;
import org.interleave.workbench.scaling.ScalabilityModel;

/**
 * The text form of a report whose axis is the number of processors, for people at a terminal: of each contender its speed-up
 * and serial share, and the law that it follows where enough was measured.
 *
 * @param screen what it is laid out for
 */
public record ScaleReport(Screen screen) {

    private static final int HANG = 4;

    private static final List<Column> COLUMNS = List.of(
            new Column("contender", Alignment.LEFT, Column.STAYS),
            new Column("processors", Alignment.RIGHT, Column.STAYS),
            new Column("wall", Alignment.RIGHT, 4),
            new Column("95 % interval", Alignment.LEFT, 1),
            new Column("speed-up", Alignment.RIGHT, Column.STAYS),
            new Column("its interval", Alignment.LEFT, 3),
            new Column("serial share", Alignment.RIGHT, Column.STAYS),
            new Column("its interval", Alignment.LEFT, 2));

    private static final String MEANING =
            "speed-up: how many times as fast as on one processor. serial share, by Karp and Flatt: what share of the work, done"
                    + " by one processor alone, would explain that; what sharing out costs is in it, and below zero it was faster"
                    + " than in proportion";

    /**
     * A report as lines of text, each ended by a line feed.
     *
     * @param report whose axis is the number of processors
     */
    public String render(Report report) {
        Axis axis = report.axis().orElseThrow();
        TableReport tables = new TableReport(screen);
        Doubts doubts = Doubts.about(report.rows());
        List<List<String>> sections = new ArrayList<>();
        sections.add(tables.heading(report, doubts.speed()));
        Comparison.of(report)
                .forEach(comparison -> sections.add(section(
                        comparison,
                        Scaling.of(comparison, axis, report.interleave().seed()),
                        doubts)));
        if (!report.rows().isEmpty()) {
            sections.add(remark(MEANING));
        }
        sections.add(tables.legend(report, sections));
        sections.add(tables.notRun(report.skipped()));
        sections.add(screen.wrap("to repeat: " + RepeatCommand.of(report.interleave()), HANG));
        return sections.stream()
                .filter(section -> !section.isEmpty())
                .map(section -> String.join("\n", section) + "\n")
                .collect(Collectors.joining("\n"));
    }

    private List<String> remark(String text) {
        return screen.wrap(text, 0).stream().map(screen.palette()::remark).toList();
    }

    private List<String> section(Comparison comparison, List<Scaling> scalings, Doubts doubts) {
        WorkloadTable rows = new WorkloadTable(comparison, doubts);
        List<String> lines = new ArrayList<>(rows.heading(screen));
        TextTable table = new TextTable(COLUMNS);
        scalings.forEach(scaling -> cells(scaling, doubts)
                .forEach(cells -> table.add(cells.stream().map(screen::text).toList())));
        TextTable.Layout layout = table.layout(screen.width());
        layout.headings().stream().map(screen.palette()::remark).forEach(lines::add);
        layout.rows().forEach(lines::addAll);
        lines.addAll(rows.notes(screen));
        if (!layout.leftOut().isEmpty()) {
            lines.addAll(remark("  left out for want of width: " + String.join(", ", layout.leftOut())
                    + "; they are in the JSON, and on a wider terminal"));
        }
        lines.addAll(laws(scalings));
        return lines;
    }

    /** The contender's name stands once. */
    private static List<List<String>> cells(Scaling scaling, Doubts doubts) {
        List<List<String>> rows = new ArrayList<>();
        for (Scaling.Point point : scaling.points()) {
            String name = rows.isEmpty() ? scaling.contender() : "";
            boolean doubtful = !doubts.of(point.row()).isEmpty();
            rows.add(List.of(
                    name,
                    (doubtful ? WorkloadTable.SHAKY + " " : "") + point.processors(),
                    HumanFormat.quantity(point.wall().value(), "s"),
                    HumanFormat.interval(point.wall(), "s"),
                    cell(point, point.speedUp(), speedUp -> HumanFormat.number(speedUp.value()) + "×"),
                    cell(point, point.speedUp(), HumanFormat::interval),
                    cell(point, point.serialShare(), share -> percent(share.value()) + " %"),
                    cell(
                            point,
                            point.serialShare(),
                            share -> "[" + percent(share.low()) + ", " + percent(share.high()) + "]")));
        }
        return rows;
    }

    private static String cell(Scaling.Point point, Optional<Estimate> number, Function<Estimate, String> format) {
        return number.map(format).orElse(point.processors() == 1 ? "" : TextTable.ABSENT);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** The law of each contender, or why there is none, once for all that have the same reason. */
    private List<String> laws(List<Scaling> scalings) {
        Stream<String> fitted =
                scalings.stream().filter(scaling -> scaling.noCurve().isEmpty()).map(ScaleReport::law);
        Stream<String> none = scalings.stream()
                .flatMap(scaling -> scaling.noCurve().stream())
                .distinct()
                .map(reason -> "no curve: " + reason);
        return Stream.concat(fitted, none)
                .flatMap(line -> screen.wrap(line, HANG).stream())
                .toList();
    }

    private static String law(Scaling scaling) {
        ScalabilityModel law = scaling.laws().getFirst();
        StringBuilder text =
                new StringBuilder(scaling.contender() + ": " + law.law().title() + ", contention "
                        + percent(law.contention().value()) + " % ["
                        + percent(law.contention().low()) + ", "
                        + percent(law.contention().high()) + "]");
        if (law.law() == ScalabilityLaw.UNIVERSAL) {
            text.append(", coherency ").append(number(law.coherency()));
        }
        scaling.laws().stream().skip(1).forEach(other -> text.append(against(law, other)));
        law.prediction()
                .ifPresent(prediction -> text.append("; on ")
                        .append(prediction.processors())
                        .append(" processors it would be ")
                        .append(number(prediction.speedUp()))
                        .append(" times as fast as on one, if the law holds there"));
        law.peak().ifPresent(peak -> text.append("; fastest on about ").append(Math.round(peak)));
        return text.toString();
    }

    private static String against(ScalabilityModel law, ScalabilityModel other) {
        return other.coherency().value() < 0
                ? "; by " + other.law().title() + " coherency would be below zero"
                : "; AICc " + HumanFormat.number(other.criterion() - law.criterion()) + " less than by "
                        + other.law().title();
    }

    private static String number(Interval interval) {
        Estimate estimate = new Estimate(interval.value(), interval.low(), interval.high(), 0, 0);
        return HumanFormat.number(interval.value()) + " " + HumanFormat.interval(estimate);
    }
}
