package org.interleave.workbench.page;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.interleave.core.Claim;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Machine;
import org.interleave.workbench.report.ProcessorSpeed;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;

/** The section of where the numbers are from: the machine, the program, how fast processors were, and what is to be doubted. */
final class ProvenanceSection {

    private static final double HALF = 0.5;

    private final Markup html;
    private final Report report;
    private final List<Comparison> comparisons;
    private final Doubts doubts;

    ProvenanceSection(Markup html, Report report, List<Comparison> comparisons, Doubts doubts) {
        this.html = html;
        this.report = report;
        this.comparisons = List.copyOf(comparisons);
        this.doubts = doubts;
    }

    void write() {
        html.open("section", "class", "provenance").element("h2", "Where the numbers are from");
        facts();
        doubts.speed().ifPresent(this::speed);
        shaky();
        if (comparisons.stream().anyMatch(ProvenanceSection::isPrecise)) {
            precision();
        }
        html.close().line();
    }

    private void facts() {
        Provenance run = report.interleave();
        Machine machine = report.machine();
        html.open("dl");
        fact("command", Commands.whole(report));
        fact(
                "machine",
                machine.cpus() + " × " + machine.model() + ", "
                        + HumanFormat.quantity((double) machine.memoryBytes(), "bytes") + ", " + machine.os()
                        + ", kernel "
                        + machine.kernel());
        fact(
                "processors used",
                report.rows().stream()
                        .flatMap(row -> row.cpus().stream())
                        .distinct()
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ")));
        fact("JVM", report.jvm().version());
        fact("flags", String.join(" ", report.jvm().flags()));
        workerFacts();
        fact(
                "program",
                "Interleave " + run.version()
                        + run.commit().map(commit -> ", commit " + commit).orElse(""));
        fact("preset, seed", run.preset().name().toLowerCase(Locale.ROOT) + ", " + run.seed());
        fact(
                "time",
                run.started().truncatedTo(ChronoUnit.SECONDS) + " to "
                        + run.finished().truncatedTo(ChronoUnit.SECONDS) + ", "
                        + Duration.between(run.started(), run.finished()).toSeconds() + " s"
                        + run.resumed().stream()
                                .map(time -> ", went on at " + time.truncatedTo(ChronoUnit.SECONDS))
                                .collect(Collectors.joining()));
        report.plugins().forEach(jar -> fact("plug-in", jar.file() + ", SHA-256 " + jar.sha256()));
        html.close().line();
    }

    private void fact(String name, String text) {
        html.element("dt", name).element("dd", text.isEmpty() ? "none" : text);
    }

    /** What strategies told of the processes that ran their tasks, each once. */
    private void workerFacts() {
        TreeMap<String, List<String>> facts = new TreeMap<>();
        report.rows()
                .forEach(row -> row.provenance()
                        .forEach((key, lists) -> lists.forEach(list -> {
                            List<String> known = facts.computeIfAbsent(key, any -> new ArrayList<>());
                            String text = String.join(" ", list);
                            if (!known.contains(text)) {
                                known.add(text);
                            }
                        })));
        facts.forEach((key, texts) -> texts.forEach(text -> fact(key.replace('_', ' '), text)));
    }

    /**
     * The forks of all rows by their number. Forks are run in turns, one of each row, so that this is about the order in
     * which they were run.
     */
    private void speed(ProcessorSpeed speed) {
        List<Double> numbers = new ArrayList<>();
        List<Double> ticks = new ArrayList<>();
        for (Row row : report.rows()) {
            List<Double> forks = ticks(row);
            for (int fork = 0; fork < forks.size(); fork++) {
                numbers.add(fork + 1.0);
                ticks.add(forks.get(fork));
            }
        }
        double median = speed.nanosPerTick();
        double least = median * (1 - ProcessorSpeed.TOLERANCE);
        double most = median * (1 + ProcessorSpeed.TOLERANCE);
        html.element("h3", "How fast the processors were").open("figure", "class", "view shown");
        Scale across =
                new Scale(HALF, numbers.stream().mapToDouble(x -> x).max().orElse(1) + HALF, false, false);
        Scale up = Scale.covering(ticks, List.of(least, most));
        Plane plane = Plane.begin(
                html,
                "nanoseconds per tick of each fork",
                across,
                across.ticks(number -> "fork " + HumanFormat.number(number)).stream()
                        .filter(tick -> tick.value() == Math.rint(tick.value()))
                        .toList(),
                up,
                up.ticks(value -> HumanFormat.number(value) + " ns"));
        plane.band(least, most).level(median);
        dots(plane);
        plane.end();
        html.element(
                "figcaption",
                "Time of a tick, measured beside each round. A dot for each fork, from left to right as they were run: the first"
                        + " of every row, then the second, and so on. The line is the median, "
                        + HumanFormat.number(median)
                        + " ns; who lies outside the band, 5 % to each side, ran on another processor than the others.");
        table();
        html.close().line();
    }

    private static List<Double> ticks(Row row) {
        return row.measure(Claim.TICK).map(ProcessorSpeed::ofForks).orElse(List.of());
    }

    /** Beside each other, where many have the same number. */
    private void dots(Plane plane) {
        int rows = report.rows().size();
        for (int i = 0; i < rows; i++) {
            Row row = report.rows().get(i);
            List<Double> forks = ticks(row);
            double aside = rows == 1 ? 0 : 30 * ((double) i / (rows - 1) - HALF);
            for (int fork = 0; fork < forks.size(); fork++) {
                plane.dot(fork + 1, forks.get(fork), aside, row.workload() + ", " + row.label());
            }
        }
    }

    private void table() {
        html.open("details").element("summary", "The numbers");
        DataTable table = DataTable.begin(
                html,
                "Nanoseconds per tick",
                List.of(
                        new DataTable.Heading("contender", DataTable.TEXT),
                        new DataTable.Heading("mean", DataTable.NUMBER),
                        new DataTable.Heading("forks", DataTable.TEXT)));
        for (Row row : report.rows()) {
            row.measure(Claim.TICK).ifPresent(series -> {
                List<Double> forks = ticks(row);
                double mean = forks.stream().mapToDouble(x -> x).average().orElseThrow();
                table.row(row.workload() + ", " + row.label())
                        .number(mean, HumanFormat.number(mean))
                        .text(forks.stream().map(HumanFormat::number).collect(Collectors.joining(", ")))
                        .endRow();
            });
        }
        table.end();
        html.close();
    }

    private void shaky() {
        List<Row> doubted = report.rows().stream()
                .filter(row -> !row.valid() || !doubts.of(row).isEmpty())
                .toList();
        if (doubted.isEmpty()) {
            return;
        }
        html.element("h3", "What is shaky, and why");
        DataTable table = DataTable.begin(
                html,
                "Rows to be doubted",
                List.of(new DataTable.Heading("row", DataTable.TEXT), new DataTable.Heading("why", DataTable.TEXT)));
        doubted.forEach(row -> table.row(row.workload() + ", " + row.label())
                .text(
                        row.valid()
                                ? String.join("; ", doubts.of(row))
                                : "invalid: " + row.reason().orElse(""))
                .endRow());
        table.end();
    }

    private static boolean isPrecise(Comparison comparison) {
        return comparison.sameWork().stream()
                .anyMatch(rows -> comparison.smallestShown(rows).isPresent());
    }

    private void precision() {
        html.element("h3", "The noise floor");
        DataTable table = DataTable.begin(
                html,
                "The smallest difference from the fastest that forks show four times out of five",
                List.of(
                        new DataTable.Heading("workload", DataTable.TEXT),
                        new DataTable.Heading("by", DataTable.TEXT),
                        new DataTable.Heading("forks, at least", DataTable.NUMBER),
                        new DataTable.Heading("smallest difference", DataTable.NUMBER)));
        comparisons.forEach(comparison -> comparison
                .sameWork()
                .forEach(rows ->
                        comparison.smallestShown(rows).ifPresent(ratio -> precision(table, comparison, rows, ratio))));
        table.end();
    }

    private void precision(DataTable table, Comparison comparison, List<Row> rows, double smallest) {
        String subject = comparison.subject();
        int forks = rows.stream()
                .flatMap(row -> row.measure(subject).stream())
                .map(Series::forks)
                .mapToInt(List::size)
                .min()
                .orElse(0);
        Row any = rows.getFirst();
        String of = comparison.isOfStrategies() ? any.workload() : any.experiment() + ", " + any.workload();
        String at = report.axis()
                .flatMap(axis -> axis.value(any).map(value -> ", " + axis.key() + "=" + value))
                .filter(value -> comparison.sameWork().size() > 1)
                .orElse("");
        table.row(of + at)
                .text(subject)
                .number(forks, Integer.toString(forks))
                .number(smallest, HumanFormat.difference(smallest))
                .endRow();
    }
}
