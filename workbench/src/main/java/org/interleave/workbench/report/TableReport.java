package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The text form of a report, for people at a terminal: a table for each workload, what was not run, the claims, and
 * a summary.
 *
 * @param screen what it is laid out for; tables that are wider leave out what matters least, and say so
 */
public record TableReport(Screen screen) {

    private static final String METHOD =
            "numbers are geometric means over forks; intervals are of 95 %, by Student's t on logarithms";

    private static final int HANG = 4;

    /** A report as lines of text, each ended by a line feed. */
    public String render(Report report) {
        List<List<String>> sections = new ArrayList<>();
        List<Comparison> comparisons = Comparison.of(report);
        Doubts doubts = Doubts.about(report.rows());
        sections.add(heading(report, doubts.speed()));
        comparisons.forEach(comparison -> {
            Optional<SweepTable> sweep = report.axis().map(axis -> new SweepTable(comparison, axis, report.rows()));
            sweep.ifPresent(table -> sections.addAll(table.sections(screen)));
            sections.add(
                    new WorkloadTable(comparison, sweep.map(SweepTable::rows).orElseGet(comparison::rows), doubts)
                            .lines(screen));
            sections.add(new CoreUseChart(screen).lines(comparison.rows()));
        });
        sections.add(legend(report, sections));
        sections.add(notRun(report.skipped()));
        sections.add(claims(report.claims()));
        sections.add(new Summary(screen, doubts).lines(comparisons));
        return sections.stream()
                .filter(section -> !section.isEmpty())
                .map(section -> String.join("\n", section) + "\n")
                .collect(Collectors.joining("\n"));
    }

    /** Which program ran, and where. */
    List<String> heading(Report report, Optional<ProcessorSpeed> speed) {
        Provenance provenance = report.interleave();
        Machine machine = report.machine();
        Palette palette = screen.palette();
        String program = "Interleave " + provenance.version();
        List<String> lines = new ArrayList<>(screen.wrap(
                program,
                palette::heading,
                provenance.commit().map(commit -> " (" + commit + ")").orElse("")
                        + ", preset " + provenance.preset().name().toLowerCase(Locale.ROOT) + ", seed "
                        + provenance.seed(),
                0));
        lines.addAll(screen.wrap(
                machine.cpus() + " × " + machine.model() + ", "
                        + HumanFormat.quantity((double) machine.memoryBytes(), "bytes") + ", " + machine.os()
                        + ", kernel " + machine.kernel() + ", Java "
                        + report.jvm().version()
                        + speed.map(known -> ", " + HumanFormat.number(known.nanosPerTick()) + " ns a tick")
                                .orElse(""),
                0));
        if (provenance.interrupted()) {
            lines.addAll(painted("Interrupted: this is what was measured until then.", 0, palette::doubtful));
        }
        if (report.rows().isEmpty()) {
            lines.add("Nothing was measured.");
        }
        return lines;
    }

    private List<String> painted(String text, int hang, UnaryOperator<String> paint) {
        return screen.wrap(text, hang).stream().map(paint).toList();
    }

    /** Explains the marks that the tables have. */
    List<String> legend(Report report, List<List<String>> tables) {
        IntSummaryStatistics forks = report.rows().stream()
                .filter(Row::valid)
                .flatMap(row -> row.measures().values().stream())
                .mapToInt(series -> series.forks().size())
                .summaryStatistics();
        if (forks.getCount() == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(METHOD + knowledge(forks));
        String text = tables.stream().flatMap(List::stream).collect(Collectors.joining("\n"));
        WorkloadTable.MARKS.forEach((mark, meaning) -> {
            String sign = WorkloadTable.sign(mark, screen);
            if (text.contains(sign)) {
                lines.add(sign + "  " + meaning);
            }
        });
        return lines.stream()
                .flatMap(line -> painted(line, HANG, screen.palette()::remark).stream())
                .toList();
    }

    private static String knowledge(IntSummaryStatistics forks) {
        if (forks.getMax() == 1) {
            return "; one fork does not tell how forks differ";
        }
        return forks.getMin() < StudentT.ENOUGH_FORKS
                ? "; fewer than six forks share what their table tells of how forks differ"
                : "";
    }

    /** One line for each strategy and reason, however many workloads it is. */
    List<String> notRun(List<Skipped> skipped) {
        record Key(String strategy, String reason) {}
        Map<Key, String> workloads = skipped.stream()
                .distinct()
                .collect(Collectors.groupingBy(
                        skip -> new Key(skip.strategy(), skip.reason()),
                        LinkedHashMap::new,
                        Collectors.mapping(Skipped::workload, Collectors.joining(", "))));
        return workloads.entrySet().stream()
                .flatMap(entry -> screen
                        .wrap(
                                "not run:",
                                screen.palette()::doubtful,
                                " " + entry.getKey().strategy() + " (" + entry.getValue() + "): "
                                        + entry.getKey().reason(),
                                HANG)
                        .stream())
                .toList();
    }

    private List<String> claims(List<Judgement> claims) {
        if (claims.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.addAll(screen.wrap("Claims", screen.palette()::heading, "  " + Judgement.tally(claims), HANG));
        for (Judgement claim : claims) {
            lines.addAll(screen.wrap(
                    mark(claim.verdict()), paint(claim.verdict()), " " + claim.experiment() + ": " + claim.claim(), 2));
            lines.addAll(screen.wrap("    " + claim.inWords(), 6));
        }
        return lines;
    }

    /** A sign, or the verdict itself where there is no such sign. */
    private String mark(Verdict verdict) {
        return switch (verdict) {
            case HELD -> screen.glyphs().sign("✓", verdict.word());
            case REFUTED -> screen.glyphs().sign("✗", verdict.word());
            case INCONCLUSIVE -> "?";
        };
    }

    private UnaryOperator<String> paint(Verdict verdict) {
        Palette palette = screen.palette();
        return switch (verdict) {
            case HELD -> palette::good;
            case REFUTED -> palette::bad;
            case INCONCLUSIVE -> palette::doubtful;
        };
    }
}
