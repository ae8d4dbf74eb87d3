package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Claim;

/**
 * The answer of a workload's rows to whoever wants to choose a strategy, in sentences: which cannot be told apart from the
 * fastest, by how much the others are slower, and what was shaky.
 *
 * @param comparison that the rows are of
 * @param rows those that did the same work, the fastest first
 * @param standing of these
 * @param doubts about the rows of the report
 */
public record Answer(Comparison comparison, List<Row> rows, Standing standing, Doubts doubts) {

    /** Takes a copy. */
    public Answer {
        rows = List.copyOf(rows);
    }

    /** One for each workload on which strategies were compared, and for each of its parameters where these differ. */
    public static List<Answer> of(List<Comparison> comparisons, Doubts doubts) {
        return comparisons.stream()
                .filter(Comparison::isOfStrategies)
                .flatMap(comparison -> comparison.sameWork().stream()
                        .filter(rows -> rows.size() > 1)
                        .map(rows -> new Answer(comparison, rows, Standing.of(comparison, rows), doubts)))
                .toList();
    }

    /** The workload's name. */
    public String workload() {
        return rows.getFirst().workload();
    }

    /** The mean of the fastest, by what rows are compared. */
    public String fastestTakes() {
        String subject = comparison.subject();
        Series series = standing.fastest().measure(subject).orElseThrow();
        Estimate mean = comparison.mean(standing.fastest(), subject).orElseThrow();
        return HumanFormat.quantity(mean.value(), series.unit());
    }

    /** The fastest, and what cannot be told apart from it. */
    public String fastest() {
        Row fastest = standing.fastest();
        String lead = "fastest by " + comparison.subjectInWords() + " is " + fastest.label() + ", " + fastestTakes();
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

    /** The nearest and the farthest of those that are slower, with their intervals. */
    public Optional<String> slower() {
        List<Row> slower = standing.slower();
        if (slower.isEmpty()) {
            return Optional.empty();
        }
        String nearest = times(slower.getFirst());
        return Optional.of(
                slower.size() == 1
                        ? nearest + " as long"
                        : slower.size() + " take longer, from " + nearest + " to " + times(slower.getLast()));
    }

    /** All that are slower, with their intervals. */
    public Optional<String> everySlower() {
        return standing.slower().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "slower: " + standing.slower().stream().map(this::times).collect(Collectors.joining(", ")));
    }

    private String times(Row row) {
        return row.label()
                + comparison
                        .ratio(row, standing.fastest())
                        .map(ratio -> " " + HumanFormat.number(ratio.value()) + "× " + HumanFormat.interval(ratio))
                        .orElse("");
    }

    /** How small a difference from the fastest these forks show, if that is known. */
    public Optional<String> smallestShown() {
        return smallestDifference()
                .map(difference -> "forks like these show a difference of " + difference
                        + " four times out of five, smaller ones less often");
    }

    /** The same as a number, such as 12 %. */
    public Optional<String> smallestDifference() {
        OptionalDouble smallest = comparison.smallestShown(rows);
        return smallest.isEmpty() ? Optional.empty() : Optional.of(HumanFormat.difference(smallest.getAsDouble()));
    }

    /** In what else the fastest differs from those that are slower, a line for each measure of that kind that there is. */
    public List<String> whatDiffers() {
        int processors = standing.fastest().cpus().size();
        return Stream.of(
                        differing("processors kept busy, of " + processors, this::processorsBusy),
                        differing(
                                "voluntary switches a round",
                                row -> comparison
                                        .mean(row, Claim.VOLUNTARY_SWITCHES)
                                        .map(Estimate::value)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Double> processorsBusy(Row row) {
        return comparison
                .mean(row, Claim.CPU)
                .flatMap(cpu -> comparison
                        .mean(row, Claim.WALL)
                        .filter(wall -> wall.value() > 0)
                        .map(wall -> cpu.value() / wall.value()));
    }

    private Optional<String> differing(String what, Function<Row, Optional<Double>> of) {
        record Named(String label, double value) {
            @Override
            public String toString() {
                return label + " " + HumanFormat.number(value);
            }
        }
        boolean told = !standing.slower().isEmpty();
        List<Named> others = (told ? standing.slower() : standing.tied())
                .stream()
                        .flatMap(row -> of.apply(row).map(value -> new Named(row.label(), value)).stream())
                        .sorted(Comparator.comparingDouble(Named::value))
                        .toList();
        return of.apply(standing.fastest()).filter(own -> !others.isEmpty()).map(own -> {
            String range =
                    others.size() == 1 ? others.getFirst().toString() : others.getFirst() + " to " + others.getLast();
            return what + ": " + new Named(standing.fastest().label(), own) + "; of those "
                    + (told ? "that are slower, " : "tied with it, ") + range;
        });
    }

    /** Which rows were disturbed, or are to be doubted for another reason. */
    public Optional<String> shaky() {
        SequencedMap<String, List<Row>> shaky = new LinkedHashMap<>();
        rows.forEach(row -> doubts.inBrief(row)
                .forEach(doubt ->
                        shaky.computeIfAbsent(doubt, key -> new ArrayList<>()).add(row)));
        List<String> doubtful = shaky.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + labels(entry.getValue()) + ")")
                .toList();
        return doubtful.isEmpty() ? Optional.empty() : Optional.of("shaky: " + String.join(", ", doubtful));
    }

    /** Which rows of the workload are invalid. */
    public Optional<String> invalid() {
        List<Row> invalid =
                comparison.rows().stream().filter(row -> !row.valid()).toList();
        return invalid.isEmpty() ? Optional.empty() : Optional.of("invalid: " + labels(invalid));
    }

    private static String labels(List<Row> rows) {
        return rows.stream().map(Row::label).collect(Collectors.joining(", "));
    }
}
