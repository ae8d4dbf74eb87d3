package org.interleave.workbench.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.workbench.export.Markdown.Alignment;
import org.interleave.workbench.export.Markdown.Column;
import org.interleave.workbench.report.Answer;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Settings;
import org.interleave.workbench.report.Skipped;

/**
 * A report as Markdown, for a wiki or an issue: the answer for each workload, a table for each, the claims, and what was not run.
 */
public final class MarkdownReport {

    private static final String ABSENT = "n/a";
    private static final String SHAKY = " \u26a0";
    private static final String INVALID = " \u2717";

    private MarkdownReport() {}

    /** Writes it. @throws IOException if it cannot be written */
    public static void write(Report report, Appendable out) throws IOException {
        List<Comparison> comparisons = Comparison.of(report);
        Doubts doubts = Doubts.about(report.rows());
        out.append("# Interleave\n\n").append(heading(report, doubts));
        List<Answer> answers = Answer.of(comparisons, doubts);
        if (!answers.isEmpty()) {
            out.append("\n## Summary\n\n");
            for (Answer answer : answers) {
                out.append(answer(answer));
            }
        }
        for (Comparison comparison : comparisons) {
            out.append("\n## ").append(title(comparison)).append("\n\n");
            out.append(table(comparison, doubts));
            out.append(notes(comparison, doubts));
        }
        out.append(claims(report.claims()));
        out.append(notRun(report.skipped()));
    }

    private static String heading(Report report, Doubts doubts) {
        Provenance provenance = report.interleave();
        List<String> facts = new ArrayList<>(List.of(
                "Program: "
                        + Markdown.text(provenance.version()
                                + provenance
                                        .commit()
                                        .map(commit -> " (" + commit + ")")
                                        .orElse("")
                                + ", preset " + provenance.preset().name().toLowerCase(Locale.ROOT) + ", seed "
                                + provenance.seed()),
                "Measured: " + Markdown.text("from " + provenance.started() + " to " + provenance.finished()),
                "Machine: "
                        + Markdown.text(report.machine().cpus() + " × "
                                + report.machine().model() + ", "
                                + report.machine().os() + ", kernel "
                                + report.machine().kernel()
                                + doubts.speed()
                                        .map(speed -> ", " + HumanFormat.number(speed.nanosPerTick()) + " ns a tick")
                                        .orElse("")),
                "JVM: " + Markdown.text(report.jvm().version())));
        if (provenance.interrupted()) {
            facts.add("Interrupted: this is what was measured until then");
        }
        return Markdown.list(facts);
    }

    private static String answer(Answer answer) {
        List<String> sentences = Stream.of(
                        Optional.of(answer.fastest()), answer.slower(), answer.shaky(), answer.invalid())
                .flatMap(Optional::stream)
                .map(Markdown::text)
                .toList();
        return "- **" + Markdown.code(answer.workload()) + "** " + String.join("; ", sentences) + "\n";
    }

    private static String title(Comparison comparison) {
        Row first = comparison.rows().getFirst();
        return comparison.isOfStrategies()
                ? Markdown.code(first.workload())
                : Markdown.code(first.experiment()) + ", " + Markdown.code(first.workload());
    }

    private static String table(Comparison comparison, Doubts doubts) {
        String subject = comparison.subject();
        boolean based = comparison.rows().stream()
                .anyMatch(row -> comparison.baseline(row).isPresent());
        List<Column> columns = new ArrayList<>(List.of(
                new Column("contender", Alignment.LEFT),
                new Column(subject.equals(Claim.WALL) ? "wall" : Markdown.text(subject), Alignment.RIGHT),
                new Column("95 % interval", Alignment.LEFT)));
        if (based) {
            columns.add(new Column("× " + Markdown.code(comparison.baselineName()), Alignment.RIGHT));
            columns.add(new Column("its interval", Alignment.LEFT));
        }
        columns.add(new Column("cpu", Alignment.RIGHT));
        columns.add(new Column("peak memory", Alignment.RIGHT));
        Settings settings = new Settings(comparison.rows());
        List<List<String>> rows = new ArrayList<>();
        for (Row row : comparison.rows()) {
            List<String> cells = new ArrayList<>(List.of(
                    name(row, settings, doubts), mean(comparison, row, subject), interval(comparison, row, subject)));
            if (based) {
                cells.add(ratio(comparison, row));
                cells.add(comparison
                        .ratio(row, subject)
                        .filter(ratio -> !ratio.single())
                        .map(HumanFormat::interval)
                        .orElse(""));
            }
            cells.add(mean(comparison, row, Claim.CPU));
            cells.add(mean(comparison, row, Claim.PEAK_RSS));
            rows.add(cells);
        }
        return "Same in all: " + Markdown.text(settings.common()) + "\n\n" + Markdown.table(columns, rows);
    }

    private static String name(Row row, Settings settings, Doubts doubts) {
        List<String> parts = new ArrayList<>(List.of(row.label()));
        if (!row.label().equals(row.strategy())) {
            parts.add("(" + row.strategy() + ")");
        }
        parts.addAll(settings.own(row));
        String mark = row.valid() ? doubts.of(row).isEmpty() ? "" : SHAKY : INVALID;
        return Markdown.code(String.join(" ", parts)) + mark;
    }

    private static String mean(Comparison comparison, Row row, String measure) {
        return row.measure(measure)
                .filter(series -> row.valid())
                .flatMap(series -> comparison
                        .mean(row, measure)
                        .map(mean -> Markdown.text(HumanFormat.quantity(mean.value(), series.unit()))))
                .orElse(row.valid() ? ABSENT : "invalid");
    }

    private static String interval(Comparison comparison, Row row, String measure) {
        return row.measure(measure)
                .filter(series -> row.valid())
                .flatMap(series -> comparison
                        .mean(row, measure)
                        .filter(mean -> !mean.single())
                        .map(mean -> Markdown.text(HumanFormat.interval(mean, series.unit()))))
                .orElse("");
    }

    private static String ratio(Comparison comparison, Row row) {
        Optional<Row> baseline = comparison.baseline(row);
        if (baseline.isEmpty()) {
            return "";
        }
        return baseline.get() == row
                ? "1×"
                : comparison
                        .ratio(row, comparison.subject())
                        .map(MarkdownReport::times)
                        .orElse(ABSENT);
    }

    private static String times(Estimate ratio) {
        return HumanFormat.number(ratio.value()) + "×" + (ratio.contains(1) && !ratio.single() ? " ≈" : "");
    }

    /** What is invalid or shaky, each reason once. */
    private static String notes(Comparison comparison, Doubts doubts) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (Row row : comparison.rows()) {
            Stream.concat(row.reason().filter(reason -> !row.valid()).stream(), doubts.of(row).stream())
                    .forEach(reason -> labels.computeIfAbsent(reason, any -> new ArrayList<>())
                            .add(Markdown.code(row.label())));
        }
        return labels.isEmpty()
                ? ""
                : "\n"
                        + Markdown.list(labels.entrySet().stream()
                                .map(note -> String.join(", ", note.getValue()) + " " + Markdown.text(note.getKey()))
                                .toList());
    }

    private static String claims(List<Judgement> claims) {
        return claims.isEmpty()
                ? ""
                : "\n## Claims\n\nOf all " + Markdown.text(Judgement.tally(claims)) + "\n\n"
                        + Markdown.list(claims.stream()
                                .map(claim -> "**" + claim.verdict().word() + "** " + Markdown.code(claim.experiment())
                                        + " " + Markdown.text(claim.claim()) + " (" + Markdown.text(claim.inWords())
                                        + ")")
                                .toList());
    }

    private static String notRun(List<Skipped> skipped) {
        return skipped.isEmpty()
                ? ""
                : "\n## Not run\n\n"
                        + Markdown.list(skipped.stream()
                                .distinct()
                                .map(skip -> Markdown.code(skip.workload()) + " under " + Markdown.code(skip.strategy())
                                        + " " + Markdown.text(skip.reason()))
                                .toList());
    }
}
