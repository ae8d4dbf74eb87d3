package org.interleave.workbench.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Experiment;
import org.interleave.core.LatencyMetric;

/**
 * The comparison of the rows of one workload in one experiment: by their latency where they tell of it first, otherwise by
 * their wall time; the fastest first; each beside the baseline. Rows are compared with those that did the same work.
 * Immutable.
 */
public final class Comparison {

    private static final String SEQUENTIAL = "sequential";

    /** A load of a fixed length takes as long under every strategy: what differs is when its requests are answered. */
    private static final String LATENCY = LatencyMetric.P50.of("latency");

    private final List<Row> given;
    private final List<Row> rows;
    private final String subject;
    private final Spreads spreads;
    private final Optional<Predicate<Row>> named;

    /**
     * Compares.
     *
     * @param rows at least one, all of the same experiment and workload
     * @param spreads of the report
     * @param wanted the label or the strategy that is to be the baseline, if that was said
     * @param contender what a row is called at any value of an axis
     */
    private Comparison(List<Row> rows, Spreads spreads, Optional<String> wanted, Function<Row, String> contender) {
        this.given = List.copyOf(rows);
        this.spreads = spreads;
        this.subject = rows.stream().anyMatch(Comparison::isOfLatency) ? LATENCY : Claim.WALL;
        this.rows = rows.stream()
                .sorted(Comparator.comparing(Row::valid)
                        .reversed()
                        .thenComparingDouble(this::length)
                        .thenComparing(Row::label))
                .toList();
        this.named = Stream.concat(wanted.stream(), Stream.of(SEQUENTIAL))
                .flatMap(name -> Stream.<Predicate<Row>>of(
                        row -> row.label().equals(name),
                        row -> contender.apply(row).equals(name),
                        row -> row.strategy().equals(name)))
                .filter(meant -> rows.stream().anyMatch(row -> comparable(row) && meant.test(row)))
                .findFirst();
    }

    /** Those of a report, in the order of its rows. */
    public static List<Comparison> of(Report report) {
        record Table(String experiment, String workload) {}
        Spreads spreads = new Spreads(report.rows());
        Map<Table, List<Row>> tables = report.rows().stream()
                .collect(Collectors.groupingBy(
                        row -> new Table(row.experiment(), row.workload()), LinkedHashMap::new, Collectors.toList()));
        Function<Row, String> contender = report.axis()
                .<Function<Row, String>>map(axis -> axis::contender)
                .orElse(Row::label);
        return tables.values().stream()
                .map(rows -> new Comparison(rows, spreads, report.interleave().baseline(), contender))
                .toList();
    }

    private static boolean isOfLatency(Row row) {
        return row.highlights().stream().findFirst().filter(LATENCY::equals).isPresent()
                && row.measures().containsKey(LATENCY);
    }

    private double length(Row row) {
        return mean(row, subject).map(Estimate::value).orElse(Double.POSITIVE_INFINITY);
    }

    private boolean comparable(Row row) {
        return row.valid() && row.measure(subject).isPresent();
    }

    /**
     * Whether it is of strategies, for whoever wants to choose one. The rows of an experiment are there for what its claims
     * say, and not all of them are alternatives.
     */
    public boolean isOfStrategies() {
        Row any = rows.getFirst();
        return any.experiment().equals(any.workload()) || any.experiment().equals(Experiment.SUITE);
    }

    /** The measure by which rows are compared. */
    public String subject() {
        return subject;
    }

    /** The same in people's words. */
    String subjectInWords() {
        return subject.equals(LATENCY) ? "median latency" : "wall time";
    }

    /** All rows: the valid ones first, and of these the fastest. */
    public List<Row> rows() {
        return rows;
    }

    /** The rows that can be compared, in groups that did the same work: these in the order of the report, in each the fastest first. */
    public List<List<Row>> sameWork() {
        return rows.stream()
                .filter(this::comparable)
                .collect(Collectors.groupingBy(Row::parameters, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .sorted(Comparator.comparingInt(
                        group -> group.stream().mapToInt(given::indexOf).min().orElseThrow()))
                .toList();
    }

    /** A row's mean of a measure. */
    public Optional<Estimate> mean(Row row, String measure) {
        return row.measure(measure).map(series -> Estimate.mean(series, spreads.of(row, measure)));
    }

    /** What a row is compared with; itself for a baseline. Empty if nothing did the same work. */
    public Optional<Row> baseline(Row row) {
        if (!row.valid()) {
            return Optional.empty();
        }
        List<Row> same = rows.stream()
                .filter(this::comparable)
                .filter(other -> other.parameters().equals(row.parameters()))
                .toList();
        return named.map(meant -> same.stream().filter(meant).findFirst())
                .orElseGet(() -> same.size() > 1 ? Optional.of(same.getFirst()) : Optional.empty());
    }

    /** What the baselines are called: by one name if they share it. */
    public String baselineName() {
        List<Row> baselines =
                rows.stream().flatMap(row -> baseline(row).stream()).distinct().toList();
        List<String> labels = baselines.stream().map(Row::label).distinct().toList();
        List<String> strategies =
                baselines.stream().map(Row::strategy).distinct().toList();
        return labels.size() == 1 ? labels.getFirst() : strategies.size() == 1 ? strategies.getFirst() : "fastest";
    }

    /** How many times as much of a measure a row has as its baseline, which has no ratio itself. */
    public Optional<Estimate> ratio(Row row, String measure) {
        return baseline(row).filter(base -> base != row).flatMap(base -> ratio(row, base, measure));
    }

    /** How many times as much of a measure one row has as another. */
    public Optional<Estimate> ratio(Row row, Row base, String measure) {
        return row.measure(measure)
                .flatMap(above ->
                        base.measure(measure).flatMap(below -> Estimate.ratio(above, below, spreads.of(row, measure))));
    }

    /** Whether it is known how a row's forks differ by a measure, from its own or from those of its neighbours. */
    boolean knowsForks(Row row, String measure) {
        return row.measure(measure)
                .filter(series ->
                        series.forks().size() > 1 || spreads.of(row, measure).degrees() > 0)
                .isPresent();
    }

    /** The ratio of two rows' measure. */
    Optional<StudentT> student(Row row, Row base, String measure) {
        Spread spread = spreads.of(row, measure);
        return row.measure(measure)
                .flatMap(above ->
                        base.measure(measure).flatMap(below -> StudentT.ofRatio(above, spread, below, spread)));
    }

    /**
     * The difference from the fastest that each row's forks would show, four times out of five, by the test that {@link
     * Standing} does, as a ratio above 1: that of the row for which it is largest. Empty if there is no other row, or nothing
     * is known of how forks differ.
     *
     * @param rows that did the same work, the fastest first
     */
    public OptionalDouble smallestShown(List<Row> rows) {
        List<Row> others = rows.subList(1, rows.size());
        return others.stream()
                .flatMap(row -> student(row, rows.getFirst(), subject).stream())
                .filter(ratio -> ratio.known() && ratio.logarithmic())
                .mapToDouble(ratio -> Precision.smallestShown(ratio, Standing.LEVEL / others.size()))
                .max();
    }

    /** The ratio of two rows' subject, with its interval. */
    public Optional<Estimate> ratio(Row row, Row base) {
        return ratio(row, base, subject);
    }
}
