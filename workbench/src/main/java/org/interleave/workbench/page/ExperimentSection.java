package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Experiment;
import org.interleave.core.Metric;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Settings;
import org.interleave.workbench.report.Verdict;

/** The section of an experiment: what it asks, what it claims and what became of that, and the charts of its rows. */
final class ExperimentSection {

    private final Page page;
    private final Markup html;
    private final Report report;
    private final List<Comparison> comparisons;
    private final Doubts doubts;

    ExperimentSection(Page page, Report report, List<Comparison> comparisons, Doubts doubts) {
        this.page = page;
        this.html = page.html();
        this.report = report;
        this.comparisons = List.copyOf(comparisons);
        this.doubts = doubts;
    }

    /**
     * Writes it.
     *
     * @param known what the experiment says of itself, if this program has it
     * @param place what links to it name
     */
    void write(String name, Optional<Experiment> known, String place) {
        html.open("section", "class", "experiment", "id", place).element("h3", name);
        known.ifPresent(experiment -> html.element("p", experiment.question(), "class", "question"));
        Optional<ClaimNumbers> numbers = known.map(experiment -> new ClaimNumbers(report, comparisons, experiment));
        claims(name, numbers);
        List<String> telling = telling(known, numbers);
        List<Comparison> own = comparisons.stream()
                .filter(comparison -> !comparison.isOfStrategies()
                        && comparison.rows().getFirst().experiment().equals(name))
                .toList();
        own.forEach(comparison -> figure(comparison, telling));
        if (own.isEmpty()
                && report.rows().stream().anyMatch(row -> row.experiment().equals(Experiment.SUITE))) {
            html.element(
                    "p", "It was judged by rows of the comparison above, which measures the same.", "class", "faint");
        }
        commands(name, own.isEmpty() ? numbers.map(ClaimNumbers::rows).orElse(List.of()) : rows(own));
        html.close().line();
    }

    private static List<String> telling(Optional<Experiment> known, Optional<ClaimNumbers> numbers) {
        List<String> telling = new ArrayList<>();
        numbers.ifPresent(claims -> telling.addAll(claims.measures()));
        known.ifPresent(experiment -> telling.addAll(experiment.highlights()));
        return telling.stream()
                .filter(name -> Metric.declaredName(name).equals(name))
                .toList();
    }

    private void claims(String name, Optional<ClaimNumbers> numbers) {
        List<Judgement> claims = report.claims().stream()
                .filter(claim -> claim.experiment().equals(name))
                .toList();
        if (claims.isEmpty()) {
            return;
        }
        html.open("ul", "class", "claims");
        for (Judgement claim : claims) {
            html.open("li", "class", claim.verdict().word());
            html.open("p")
                    .element("b", sign(claim.verdict()) + " " + claim.verdict().word(), "class", "verdict")
                    .text(" " + claim.claim())
                    .close();
            ClaimChart.draw(html, claim);
            html.element("p", claim.inWords(), "class", "faint");
            numbers.ifPresent(behind -> behind.write(html, claim));
            html.close().line();
        }
        html.close().line();
    }

    private static String sign(Verdict verdict) {
        return switch (verdict) {
            case HELD -> "✓";
            case REFUTED -> "✗";
            case INCONCLUSIVE -> "?";
        };
    }

    private void figure(Comparison comparison, List<String> telling) {
        List<Row> rows = comparison.rows();
        html.open("h4").text(rows.getFirst().workload()).text(" ");
        html.element("small", new Settings(rows).common()).close();
        Rows shown = Rows.of(comparison, rows, doubts, report.axis());
        page.write(Figure.of(shown, telling));
        lock(shown);
    }

    private void lock(Rows rows) {
        Optional<LockView> view = LockView.of(rows);
        if (view.isPresent()) {
            html.element("h4", "Who held the lock, when");
            Figure.writeAlone(html, view.get());
        } else if (rows.all().stream().anyMatch(LockView::hasLock)) {
            html.element("p", "This report keeps no excerpt of the lock's timeline of these rows.", "class", "faint");
        }
    }

    private static List<Row> rows(List<Comparison> comparisons) {
        return comparisons.stream()
                .flatMap(comparison -> comparison.rows().stream())
                .toList();
    }

    private void commands(String name, List<Row> rows) {
        html.open("dl", "class", "commands").element("dt", "To repeat it");
        html.open("dd").element("code", Commands.repeat(report, name)).close();
        List<String> traces = rows.stream()
                .filter(LockView::hasLock)
                .map(Commands::trace)
                .distinct()
                .toList();
        if (!traces.isEmpty()) {
            html.element("dt", "To see all of the lock's timeline");
            html.open("dd");
            traces.forEach(command -> html.element("code", command));
            html.close();
        }
        html.close().line();
    }
}
