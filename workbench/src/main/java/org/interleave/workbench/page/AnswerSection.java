package org.interleave.workbench.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.report.Answer;
import org.interleave.workbench.report.Axis;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Settings;

/** The section that a report begins with: of each workload which strategy, by how much, how sure and why. */
final class AnswerSection {

    private final Page page;
    private final Markup html;
    private final Report report;
    private final List<Answer> answers;
    private final Doubts doubts;
    private final Catalog catalog;

    AnswerSection(Page page, Report report, List<Comparison> comparisons, Doubts doubts, Catalog catalog) {
        this.page = page;
        this.html = page.html();
        this.report = report;
        this.answers = Answer.of(comparisons, doubts);
        this.doubts = doubts;
        this.catalog = catalog;
    }

    /**
     * Writes it.
     *
     * @param chart the place of the charts that show an answer
     * @param experiments the place of the experiments
     */
    void write(Function<Answer, String> chart, String experiments) {
        html.open("section", "class", "answer").element("h2", "The answer");
        overview();
        answers.stream()
                .collect(Collectors.groupingBy(Answer::workload, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(ofOne -> write(ofOne, chart));
        if (!report.claims().isEmpty()) {
            html.open("p");
            page.link("Claims of experiments", Optional.of(experiments));
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
                    "What is called slower is so by Holm's test of each against the fastest, at 5 %. Brackets hold intervals of"
                            + " 95 %, by Student's t on logarithms, a fork (a JVM of its own) being one observation.",
                    "class",
                    "faint");
        }
        html.close().line();
    }

    /** Contenders by workloads. Along an axis every row would be a contender of its own, and the curves tell it better. */
    private void overview() {
        if (report.axis().isEmpty()) {
            new Overview(answers, report.skipped()).write(html);
        }
    }

    private void write(List<Answer> ofOne, Function<Answer, String> chart) {
        Optional<Axis> axis = report.axis().filter(along -> SweepAnswers.isOf(along, ofOne));
        if (axis.isEmpty()) {
            ofOne.forEach(answer -> write(answer, chart.apply(answer)));
            return;
        }
        heading(
                ofOne.getFirst(),
                ofOne.stream().flatMap(answer -> answer.rows().stream()).toList(),
                chart.apply(ofOne.getFirst()));
        new SweepAnswers(axis.get(), ofOne).write(html);
    }

    private void heading(Answer answer, List<Row> rows, String chart) {
        html.open("h3");
        page.link(answer.workload(), Optional.of(chart));
        about(answer.workload()).ifPresent(tasks -> html.text(" ").element("small", tasks + ";"));
        html.text(" ").element("small", new Settings(rows).common());
        html.close();
    }

    private void write(Answer answer, String chart) {
        heading(answer, answer.rows(), chart);
        html.open("dl");
        lines("Which", Stream.of(answer.fastest()), "which");
        lines("By how much", answer.everySlower().stream(), "");
        lines(
                "How sure",
                Stream.of(answer.smallestShown(), answer.shaky(), answer.invalid())
                        .flatMap(Optional::stream),
                "");
        lines("Why", answer.whatDiffers().stream(), "");
        html.close().line();
    }

    private Optional<String> about(String workload) {
        return catalog.workloads().stream()
                .filter(known -> known.name().equals(workload))
                .findFirst()
                .map(Workload::description);
    }

    private void lines(String question, Stream<String> sentences, String kind) {
        List<String> lines = sentences.map(AnswerSection::sentence).toList();
        if (lines.isEmpty()) {
            return;
        }
        html.element("dt", question).open("dd", "class", kind);
        lines.forEach(line -> html.element("p", line));
        html.close();
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
