package org.interleave.workbench.page;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.interleave.core.Experiment;
import org.interleave.core.Printable;
import org.interleave.workbench.report.Answer;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;

/** A report's part of a page: the answer first, then the charts that show it, the experiments, and where all is from. */
final class ReportPart {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final int MOST_OF_TITLE = 80;

    private final Page page;
    private final Markup html;
    private final Report report;
    private final Function<String, Optional<Experiment>> known;
    private final String prefix;
    private final List<Comparison> comparisons;
    private final Doubts doubts;

    /**
     * A part.
     *
     * @param known the experiment of a name
     * @param prefix of all names of places in this part, which other parts have too
     */
    ReportPart(Page page, Report report, Function<String, Optional<Experiment>> known, String prefix) {
        this.page = page;
        this.html = page.html();
        this.report = report;
        this.known = known;
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

    /** What was run. */
    String title() {
        Set<String> names = new LinkedHashSet<>();
        report.rows().forEach(row -> names.add(row.experiment()));
        return names.isEmpty() ? "Nothing was measured" : Printable.line(String.join(", ", names), MOST_OF_TITLE);
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
        answer();
        new HeadToHead(page, report, headToHead(), doubts, this::id).write();
        List<String> experiments = experiments();
        if (!experiments.isEmpty()) {
            html.open("section").element("h2", "Experiments", "id", id("experiments"));
            ExperimentSection section = new ExperimentSection(page, report, comparisons, doubts);
            experiments.forEach(name -> section.write(name, known.apply(name), id(place("experiment", name, experiments))));
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
                when() + ", on " + report.machine().cpus() + " × " + report.machine().model() + ", "
                        + report.rows().size() + " rows, preset "
                        + report.interleave().preset().name().toLowerCase(Locale.ROOT),
                "class",
                "faint");
        if (report.interleave().interrupted()) {
            html.element("p", "Interrupted: this is what was measured until then.", "class", "warning");
        }
        html.close().line();
    }

    private void answer() {
        html.open("section", "class", "answer").element("h2", "The answer");
        List<Answer> answers = Answer.of(comparisons, doubts);
        if (!answers.isEmpty()) {
            html.open("ul");
            answers.forEach(this::answer);
            html.close();
            overview(answers);
        }
        if (!report.claims().isEmpty()) {
            html.open("p");
            page.link("Claims of experiments", Optional.of(id("experiments")));
            html.text(": " + Judgement.tally(report.claims()) + ".").close();
        }
        if (answers.isEmpty() && report.claims().isEmpty()) {
            html.element("p", "There is no workload on which strategies were compared, and no claim.");
        }
        if (!report.rows().isEmpty()) {
            html.element("p", shaky());
        }
        if (!answers.isEmpty()) {
            html.element(
                    "p",
                    "How sure: what is called slower is so by Holm's test of each against the fastest, at 5 %. Brackets hold"
                            + " intervals of 95 %, by Student's t on logarithms, a fork being one observation.",
                    "class",
                    "faint");
        }
        html.close().line();
    }

    /** Contenders by workloads. Along an axis every row would be a contender of its own, and the curves tell it better. */
    private void overview(List<Answer> answers) {
        if (report.axis().isEmpty()) {
            new Overview(answers, report.skipped()).write(html);
        }
    }

    private void answer(Answer answer) {
        html.open("li").open("b");
        int place = headToHead().indexOf(answer.comparison());
        page.link(answer.workload(), Optional.of(id("workload-" + (place + 1))));
        html.close().text(": " + answer.fastest() + ".");
        List<String> more = new ArrayList<>();
        answer.everySlower().ifPresent(more::add);
        answer.shaky().ifPresent(more::add);
        answer.invalid().ifPresent(more::add);
        answer.comparison()
                .smallestShown(answer.rows())
                .ifPresent(ratio -> more.add("these forks show a difference of "
                        + HumanFormat.percent(ratio - 1) + " four times out of five, smaller ones less often"));
        more.forEach(line -> html.empty("br").text(sentence(line)));
        html.close().line();
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /** How many rows there are to be doubted, and of how many that was said. */
    private String shaky() {
        List<Row> doubted = report.rows().stream()
                .filter(row -> !row.valid() || !doubts.of(row).isEmpty())
                .toList();
        return doubted.isEmpty()
                ? "Nothing was shaky: no row was disturbed, still compiling, on another processor or invalid."
                : doubted.size() + " of " + report.rows().size()
                        + " rows are shaky or invalid; which, and why, is told with the machine at the end.";
    }
}
