package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Experiment;

/**
 * The summary of a report, for whoever wants to choose: for each workload that strategies were compared on, which of them
 * cannot be told apart from the fastest, by how much the others differ, and what was shaky. An experiment compares what its
 * claims say, and is not summed up.
 */
final class Summary {

    private static final int HANG = 4;

    private final Screen screen;
    private final Doubts doubts;

    Summary(Screen screen, Doubts doubts) {
        this.screen = screen;
        this.doubts = doubts;
    }

    /** In lines; none if nothing was compared. */
    List<String> lines(List<Comparison> comparisons) {
        List<String> lines = comparisons.stream()
                .filter(Summary::isOfStrategies)
                .flatMap(comparison -> comparison.sameWork().stream()
                        .filter(rows -> rows.size() > 1)
                        .flatMap(rows -> lines(comparison, rows)))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!lines.isEmpty()) {
            lines.addAll(
                    0,
                    screen.wrap(
                            "Summary",
                            screen.palette()::heading,
                            "  Holm's test against the fastest, at 5 %; intervals of 95 % each",
                            HANG));
        }
        return lines;
    }

    private static boolean isOfStrategies(Comparison comparison) {
        Row any = comparison.rows().getFirst();
        return any.experiment().equals(any.workload()) || any.experiment().equals(Experiment.SUITE);
    }

    private Stream<String> lines(Comparison comparison, List<Row> rows) {
        Palette palette = screen.palette();
        Standing standing = Standing.of(comparison, rows);
        List<String> lines = new ArrayList<>(
                screen.wrap(rows.getFirst().workload(), palette::heading, fastest(comparison, standing), HANG));
        if (!standing.slower().isEmpty()) {
            lines.addAll(screen.wrap("  " + slower(comparison, standing), HANG));
        }
        lines.addAll(painted(shaky(rows), palette::doubtful));
        lines.addAll(painted(invalid(comparison), palette::bad));
        return lines.stream();
    }

    private List<String> painted(Optional<String> text, UnaryOperator<String> paint) {
        return text.map(line -> screen.wrap("  " + line, HANG)).orElse(List.of()).stream()
                .map(paint)
                .toList();
    }

    private static String fastest(Comparison comparison, Standing standing) {
        Row fastest = standing.fastest();
        String subject = comparison.subject();
        String by = subject.equals(Claim.WALL) ? "wall time" : subject;
        Series series = fastest.measure(subject).orElseThrow();
        Estimate mean = comparison.mean(fastest, subject).orElseThrow();
        String lead = ": fastest by " + by + " is " + fastest.label() + ", "
                + HumanFormat.quantity(mean.value(), series.unit());
        if (!standing.known()) {
            return lead + "; one fork does not tell how forks differ, so nothing can be told apart";
        }
        if (standing.tied().isEmpty()) {
            return lead + "; all others are slower";
        }
        double most = standing.tied().stream()
                .flatMap(row -> comparison.ratio(row, fastest).stream())
                .mapToDouble(Estimate::high)
                .max()
                .orElse(1);
        return lead + "; not to be told apart from it: " + labels(standing.tied()) + " (at most "
                + HumanFormat.number(most) + "×)";
    }

    private static String slower(Comparison comparison, Standing standing) {
        Row fastest = standing.fastest();
        List<Row> slower = standing.slower();
        String nearest = times(comparison, slower.getFirst(), fastest);
        return slower.size() == 1
                ? nearest + " as long"
                : slower.size() + " take longer, from " + nearest + " to "
                        + times(comparison, slower.getLast(), fastest);
    }

    private static String times(Comparison comparison, Row row, Row fastest) {
        return row.label()
                + comparison
                        .ratio(row, fastest)
                        .map(ratio -> " " + HumanFormat.number(ratio.value()) + "× " + HumanFormat.interval(ratio))
                        .orElse("");
    }

    private Optional<String> shaky(List<Row> rows) {
        SequencedMap<String, List<Row>> shaky = new LinkedHashMap<>();
        rows.forEach(row -> doubts.inBrief(row)
                .forEach(doubt ->
                        shaky.computeIfAbsent(doubt, key -> new ArrayList<>()).add(row)));
        List<String> doubtful = shaky.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + labels(entry.getValue()) + ")")
                .toList();
        return doubtful.isEmpty() ? Optional.empty() : Optional.of("shaky: " + String.join(", ", doubtful));
    }

    private static Optional<String> invalid(Comparison comparison) {
        List<Row> invalid =
                comparison.rows().stream().filter(row -> !row.valid()).toList();
        return invalid.isEmpty() ? Optional.empty() : Optional.of("invalid: " + labels(invalid));
    }

    private static String labels(List<Row> rows) {
        return rows.stream().map(Row::label).collect(Collectors.joining(", "));
    }
}
