package org.interleave.workbench.page;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Settings;
import org.interleave.workbench.report.Skipped;

/** The section of the strategies side by side, workload by workload, and of what did not run. */
final class HeadToHead {

    private final Page page;
    private final Markup html;
    private final Report report;
    private final List<Comparison> comparisons;
    private final Doubts doubts;
    private final UnaryOperator<String> id;

    /**
     * A section.
     *
     * @param comparisons of strategies
     * @param id the name of a place in this part of the page
     */
    HeadToHead(Page page, Report report, List<Comparison> comparisons, Doubts doubts, UnaryOperator<String> id) {
        this.page = page;
        this.html = page.html();
        this.report = report;
        this.comparisons = List.copyOf(comparisons);
        this.doubts = doubts;
        this.id = id;
    }

    void write() {
        if (!comparisons.isEmpty()) {
            html.open("section").element("h2", "Head to head");
            legend();
            for (int i = 0; i < comparisons.size(); i++) {
                write(comparisons.get(i), id.apply("workload-" + (i + 1)));
            }
            html.close().line();
        }
        List<String> shown = comparisons.stream().map(HeadToHead::workload).toList();
        List<Skipped> others = report.skipped().stream()
                .filter(skip -> !shown.contains(skip.workload()))
                .toList();
        if (!others.isEmpty()) {
            html.open("section").element("h2", "Not run");
            notRun(others, skip -> skip.strategy() + " on " + skip.workload());
            html.close().line();
        }
    }

    private static String workload(Comparison comparison) {
        return comparison.rows().getFirst().workload();
    }

    private void legend() {
        html.open("p", "class", "legend");
        sample("mean", Shape.DIAMOND, "mean");
        sample("mean", Shape.TRIANGLE, "mean of a row that is shaky");
        html.open("span").open("svg", "class", "sample", "width", "30", "height", "14", "aria-hidden", "true");
        html.empty("line", "class", "interval", "x1", "2", "x2", "28", "y1", "7", "y2", "7")
                .close()
                .text(" 95 % interval")
                .close();
        html.open("span").open("svg", "class", "sample", "width", "14", "height", "14", "aria-hidden", "true");
        html.empty("circle", "class", "fork", "cx", "7", "cy", "7", "r", "2.5")
                .close()
                .text(" a fork")
                .close();
        html.open("span")
                .element("span", "", "class", "bracket sample")
                .text(" bracketed, tied: cannot be told apart")
                .close();
        html.open("span").text("≈ no difference to the baseline shown").close();
        html.close().line();
    }

    private void sample(String kind, Shape shape, String meaning) {
        html.open("span").open("svg", "class", "sample", "width", "14", "height", "14", "aria-hidden", "true");
        html.open("svg", "class", "at", "x", "7", "y", "7")
                .empty("path", "class", kind, "d", shape.path())
                .close()
                .close()
                .text(" " + meaning)
                .close();
    }

    private void write(Comparison comparison, String place) {
        html.element("h3", workload(comparison), "id", place);
        works(comparison).forEach(rows -> {
            html.element("p", new Settings(rows).common(), "class", "faint");
            page.write(Figure.of(Rows.of(comparison, rows, doubts, report.axis()), List.of()));
        });
        notRun(
                report.skipped().stream()
                        .filter(skip -> skip.workload().equals(workload(comparison)))
                        .toList(),
                Skipped::strategy);
    }

    /** The rows that share a figure: those that did the same work, or all that lie along an axis. */
    private Collection<List<Row>> works(Comparison comparison) {
        return report.axis().isPresent()
                ? List.of(comparison.rows())
                : comparison.rows().stream()
                        .collect(Collectors.groupingBy(Row::parameters, LinkedHashMap::new, Collectors.toList()))
                        .values();
    }

    /** One line for each reason. */
    private void notRun(List<Skipped> skipped, Function<Skipped, String> name) {
        Map<String, List<String>> reasons = skipped.stream()
                .distinct()
                .collect(Collectors.groupingBy(
                        Skipped::reason, LinkedHashMap::new, Collectors.mapping(name, Collectors.toList())));
        if (!reasons.isEmpty()) {
            html.open("ul", "class", "skipped");
            reasons.forEach(
                    (reason, names) -> html.element("li", "did not run: " + String.join(", ", names) + ": " + reason));
            html.close().line();
        }
    }
}
