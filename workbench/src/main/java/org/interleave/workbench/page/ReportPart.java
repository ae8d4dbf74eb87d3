package org.interleave.workbench.page;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.interleave.core.Experiment;
import org.interleave.core.Printable;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.report.Answer;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.Report;

/** A report's part of a page: the answer first, then the charts that show it, the experiments, and where all is from. */
final class ReportPart {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final int MOST_OF_TITLE = 80;

    private final Page page;
    private final Markup html;
    private final Report report;
    private final Catalog catalog;
    private final String prefix;
    private final List<Comparison> comparisons;
    private final Doubts doubts;

    /**
     * A part.
     *
     * @param catalog of what says itself what it is
     * @param prefix of all names of places in this part, which other parts have too
     */
    ReportPart(Page page, Report report, Catalog catalog, String prefix) {
        this.page = page;
        this.html = page.html();
        this.report = report;
        this.catalog = catalog;
        this.prefix = prefix;
        comparisons = Comparison.of(report);
        doubts = Doubts.about(report.rows());
    }

    /** The name of a place in this part. */
    String id(String place) {
        return prefix + place;
    }

    String when() {
        return TIME.format(report.interleave().started());
    }

    /** What was run: experiments, and of the suite, or where there is none, the workloads. */
    String title() {
        Set<String> names = new LinkedHashSet<>();
        report.rows()
                .forEach(row ->
                        names.add(row.experiment().equals(Experiment.SUITE) ? row.workload() : row.experiment()));
        String along = report.axis().map(axis -> " by " + axis.key()).orElse("");
        return names.isEmpty()
                ? "Nothing was measured"
                : Printable.line(String.join(", ", names) + along, MOST_OF_TITLE);
    }

    /** The experiments, of which there are claims or rows of their own. */
    private List<String> experiments() {
        Set<String> names = new LinkedHashSet<>();
        report.claims().forEach(claim -> names.add(claim.experiment()));
        comparisons.stream()
                .filter(comparison -> !comparison.isOfStrategies())
                .forEach(comparison -> names.add(comparison.rows().getFirst().experiment()));
        return List.copyOf(names);
    }

    void write() {
        html.open("article", "id", id("top"));
        header();
        Function<Answer, String> chart =
                answer -> id("workload-" + (headToHead().indexOf(answer.comparison()) + 1));
        new AnswerSection(page, report, comparisons, doubts, catalog).write(chart, id("experiments"));
        new HeadToHead(page, report, headToHead(), doubts, this::id).write();
        List<String> experiments = experiments();
        if (!experiments.isEmpty()) {
            html.open("section").element("h2", "Experiments", "id", id("experiments"));
            ExperimentSection section = new ExperimentSection(page, report, comparisons, doubts);
            experiments.forEach(
                    name -> section.write(name, catalog.experiment(name), id(place("experiment", name, experiments))));
            html.close().line();
        }
        new ProvenanceSection(html, report, comparisons, doubts).write();
        html.close().line();
    }

    private List<Comparison> headToHead() {
        return comparisons.stream().filter(Comparison::isOfStrategies).toList();
    }

    /** Names may be of any characters, so places are counted. */
    private static String place(String kind, String name, List<String> names) {
        return kind + "-" + (names.indexOf(name) + 1);
    }

    private void header() {
        html.open("header").element("h1", title());
        html.element(
                "p",
                "The same tasks, run by Interleave under each strategy: every contender in JVMs of its own, its forks, which take"
                        + " turns in random order.");
        html.element(
                "p",
                when() + ", on " + report.machine().cpus() + " × "
                        + Printable.line(report.machine().model(), MOST_OF_TITLE) + ", "
                        + report.rows().size() + " rows, preset "
                        + report.interleave().preset().name().toLowerCase(Locale.ROOT),
                "class",
                "faint");
        if (report.interleave().interrupted()) {
            html.element("p", "Interrupted: this is what was measured until then.", "class", "warning");
        }
        html.close().line();
    }
}
