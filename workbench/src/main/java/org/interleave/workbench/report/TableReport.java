package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.interleave.core.Claim;

/**
 * Renders a report for people at a terminal: a table for each workload, what was not run, and the claims.
 *
 * @param colour whether to colour by ANSI escape sequences
 * @param width how many columns the terminal has; tables that are wider leave out what matters least, and say so
 */
public record TableReport(boolean colour, int width) {

    /** The fewest forks whose range covers the true median in 95 % of all cases; see {@link Estimate}. */
    private static final int ENOUGH_FORKS = 6;

    /** A report as lines of text, each ended by a line feed. */
    public String render(Report report) {
        Palette palette = new Palette(colour);
        List<List<String>> sections = new ArrayList<>();
        sections.add(heading(report, palette));
        for (List<Row> rows : byWorkload(report.rows())) {
            sections.add(new WorkloadTable(rows, report.interleave().seed()).lines(width, palette));
        }
        sections.add(legend(report, sections, palette));
        sections.add(notRun(report.skipped(), palette));
        sections.add(claims(report.claims(), palette));
        return sections.stream()
                .filter(section -> !section.isEmpty())
                .map(section -> String.join("\n", section) + "\n")
                .collect(Collectors.joining("\n"));
    }

    private static List<String> heading(Report report, Palette palette) {
        Provenance provenance = report.interleave();
        Machine machine = report.machine();
        List<String> lines = new ArrayList<>();
        lines.add(palette.heading("Interleave " + provenance.version())
                + provenance.commit().map(commit -> " (" + commit + ")").orElse("")
                + ", preset " + provenance.preset().name().toLowerCase(Locale.ROOT) + ", seed " + provenance.seed());
        lines.add(machine.cpus() + " × " + machine.model() + ", "
                + HumanFormat.quantity((double) machine.memoryBytes(), "bytes") + ", " + machine.os() + ", kernel "
                + machine.kernel() + ", Java " + report.jvm().version());
        if (provenance.interrupted()) {
            lines.add(palette.doubtful("Interrupted: this is what was measured until then."));
        }
        if (report.rows().isEmpty()) {
            lines.add("Nothing was measured.");
        }
        return lines;
    }

    private static Collection<List<Row>> byWorkload(List<Row> rows) {
        record Key(String experiment, String workload) {}
        Map<Key, List<Row>> groups = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> new Key(row.experiment(), row.workload()), LinkedHashMap::new, Collectors.toList()));
        return groups.values();
    }

    /** Explains the marks that the tables have. */
    private static List<String> legend(Report report, List<List<String>> tables, Palette palette) {
        Optional<Integer> fewestForks = report.rows().stream()
                .filter(Row::valid)
                .flatMap(row -> row.measure(Claim.WALL).stream())
                .map(series -> series.forks().size())
                .min(Comparator.naturalOrder());
        if (fewestForks.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("numbers are medians; intervals are a 95 % bootstrap over forks" + coverage(fewestForks.get()));
        String text = tables.stream().flatMap(List::stream).collect(Collectors.joining("\n"));
        WorkloadTable.MARKS.forEach((mark, meaning) -> {
            if (text.contains(mark)) {
                lines.add(mark + "  " + meaning);
            }
        });
        return lines.stream().map(palette::remark).toList();
    }

    private static String coverage(int forks) {
        if (forks >= ENOUGH_FORKS) {
            return "";
        }
        if (forks == 1) {
            return "; one fork does not tell how forks differ";
        }
        double most = 100 * (1 - Math.pow(2, 1 - forks));
        return "; where forks differ, " + forks + " forks cover " + Math.round(most) + " % at most";
    }

    /** One line for each strategy and reason, however many workloads it is. */
    private static List<String> notRun(List<Skipped> skipped, Palette palette) {
        record Key(String strategy, String reason) {}
        Map<Key, String> workloads = skipped.stream()
                .distinct()
                .collect(Collectors.groupingBy(
                        skip -> new Key(skip.strategy(), skip.reason()),
                        LinkedHashMap::new,
                        Collectors.mapping(Skipped::workload, Collectors.joining(", "))));
        return workloads.entrySet().stream()
                .map(entry -> palette.doubtful("not run: ") + entry.getKey().strategy() + " (" + entry.getValue()
                        + "): " + entry.getKey().reason())
                .toList();
    }

    private static List<String> claims(List<Judgement> claims, Palette palette) {
        if (claims.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(palette.heading("Claims") + "  " + tally(claims));
        for (Judgement claim : claims) {
            lines.add(mark(claim.verdict(), palette) + " " + claim.experiment() + ": " + claim.claim());
            lines.add("    " + verdict(claim));
        }
        return lines;
    }

    private static String tally(List<Judgement> claims) {
        List<String> counts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long count =
                    claims.stream().filter(claim -> claim.verdict() == verdict).count();
            counts.add(count + " " + lowerCase(verdict));
        }
        return String.join(", ", counts);
    }

    private static String mark(Verdict verdict, Palette palette) {
        return switch (verdict) {
            case HELD -> palette.good("✓");
            case REFUTED -> palette.bad("✗");
            case INCONCLUSIVE -> palette.doubtful("?");
        };
    }

    private static String verdict(Judgement claim) {
        Optional<String> measured = claim.measured()
                .map(estimate -> HumanFormat.number(estimate.value())
                        + (estimate.single() ? "" : " " + HumanFormat.interval(estimate)) + ", ");
        String reason = claim.reason().map(text -> " (" + text + ")").orElse("");
        return lowerCase(claim.verdict()) + ": " + measured.orElse("") + "claimed " + claim.bound() + reason;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
