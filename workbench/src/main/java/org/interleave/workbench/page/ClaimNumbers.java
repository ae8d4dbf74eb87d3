package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;

/**
 * The numbers behind the claims of an experiment: a report has the sentence of a claim and what it came to, the experiment
 * knows of which rows' measures.
 */
final class ClaimNumbers {

    private final Report report;
    private final List<Comparison> comparisons;
    private final Experiment experiment;

    ClaimNumbers(Report report, List<Comparison> comparisons, Experiment experiment) {
        this.report = report;
        this.comparisons = List.copyOf(comparisons);
        this.experiment = experiment;
    }

    private record Part(String role, Claim.Measure measure) {}

    /** The measures that the experiment's claims speak of. */
    List<String> measures() {
        return experiment.claims().stream()
                .flatMap(claim -> claim.measures().stream())
                .map(Claim.Measure::metric)
                .distinct()
                .toList();
    }

    /** The rows that they speak of, as far as they were measured. */
    List<Row> rows() {
        return experiment.claims().stream()
                .flatMap(claim -> claim.measures().stream())
                .map(Claim.Measure::label)
                .distinct()
                .flatMap(label -> row(label).stream())
                .toList();
    }

    /** A table of them; nothing for a claim that the experiment does not make any more. */
    void write(Markup html, Judgement judgement) {
        experiment.claims().stream()
                .filter(claim -> claim.statement().equals(judgement.claim()))
                .findFirst()
                .ifPresent(claim -> write(html, claim));
    }

    private void write(Markup html, Claim claim) {
        html.open("details").element("summary", "The numbers behind it");
        DataTable table = DataTable.begin(
                html,
                formula(claim),
                List.of(
                        new DataTable.Heading("", DataTable.TEXT),
                        new DataTable.Heading("contender", DataTable.TEXT),
                        new DataTable.Heading("measure", DataTable.TEXT),
                        new DataTable.Heading("mean", DataTable.NUMBER),
                        new DataTable.Heading("95 % interval", DataTable.TEXT),
                        new DataTable.Heading("forks", DataTable.NUMBER)));
        for (Part part : parts(claim)) {
            table.row(part.role())
                    .text(part.measure().label())
                    .text(part.measure().metric());
            row(part.measure().label())
                    .flatMap(row -> mean(row, part.measure().metric()))
                    .ifPresentOrElse(
                            mean -> table.number(mean.value(), quantity(mean.value(), part.measure()))
                                    .text(HumanFormat.interval(mean, unit(part.measure())))
                                    .number(mean.forks(), Integer.toString(mean.forks())),
                            () -> table.text("n/a").text("").text(""));
            table.endRow();
        }
        table.end();
        html.close();
    }

    private static List<Part> parts(Claim claim) {
        List<Part> parts = new ArrayList<>(List.of(new Part("measured", claim.measure())));
        claim.divisor().ifPresent(divisor -> parts.add(new Part("divided by", divisor)));
        claim.baseline()
                .ifPresent(
                        baseline -> parts.add(new Part(claim.divisor().isPresent() ? "both less" : "less", baseline)));
        return parts;
    }

    private static String formula(Claim claim) {
        String scaled = claim.scale() == 1 ? "" : ", times " + HumanFormat.number(claim.scale());
        return "What was judged" + scaled;
    }

    private String unit(Claim.Measure measure) {
        return row(measure.label())
                .flatMap(row -> row.measure(measure.metric()))
                .orElseThrow()
                .unit();
    }

    private String quantity(double value, Claim.Measure measure) {
        return HumanFormat.quantity(value, unit(measure));
    }

    private Optional<Estimate> mean(Row row, String measure) {
        return comparisons.stream()
                .filter(comparison -> comparison.rows().contains(row))
                .findFirst()
                .filter(any -> row.valid())
                .flatMap(comparison -> comparison.mean(row, measure));
    }

    /** The experiment's own; or one of the suite, which measures plain contenders for all experiments. */
    private Optional<Row> row(String label) {
        return report.rows().stream()
                .filter(row -> row.experiment().equals(experiment.name())
                        && row.label().equals(label))
                .findFirst()
                .or(() -> ofSuite(label));
    }

    private Optional<Row> ofSuite(String label) {
        return experiment.contenders(report.interleave().preset()).stream()
                .filter(contender -> contender.label().equals(label) && contender.isPlain())
                .findFirst()
                .flatMap(contender -> report.rows().stream()
                        .filter(row -> isOf(row, contender))
                        .findFirst());
    }

    private static boolean isOf(Row row, Contender contender) {
        return row.experiment().equals(Experiment.SUITE)
                && row.label().equals(contender.strategy())
                && row.workload().equals(contender.workload());
    }
}
