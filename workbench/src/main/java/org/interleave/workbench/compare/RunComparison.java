package org.interleave.workbench.compare;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Printable;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Settings;

/**
 * The comparison of two runs: what became of each row, and what they share.
 *
 * <p>The ratio of a row, newer to older, is tested two-sided, with Holm's correction over all rows, against what the two
 * sessions explain by themselves: a host that was slower, going by its ticks, and a shift that all rows have in common, as far as
 * that is no more than half the margin. A host that shifted by more leaves nothing to be told of times. In one session, in
 * which both alternate, neither explains anything.
 */
public final class RunComparison {

    private static final int LONGEST_TITLE = 200;

    private final Report older;
    private final Report newer;
    private final Terms terms;
    private final List<RowPair> pairs;
    private final Optional<HostShift> host;
    private final boolean hostCounts;
    private final Optional<CommonShift> common;
    private final List<RowChange> rows;

    private RunComparison(Report older, Report newer, Terms terms) {
        this.older = older;
        this.newer = newer;
        this.terms = terms;
        pairs = RowPair.of(older.rows(), newer.rows());
        if (pairs.isEmpty()) {
            throw new InvalidInputException("there is nothing to compare: neither run has a row");
        }
        Measures measures = new Measures(older, newer, terms.measure());
        IdentityHashMap<RowPair, Measured> measured = new IdentityHashMap<>();
        both().filter(pair -> Stream.of(pair.was(), pair.is())
                        .flatMap(Optional::stream)
                        .allMatch(Row::valid))
                .forEach(pair -> measures.of(pair).ifPresent(known -> measured.put(pair, known)));
        host = HostShift.of(
                both().flatMap(pair -> pair.was().stream()).toList(),
                both().flatMap(pair -> pair.is().stream()).toList());
        hostCounts = !terms.oneSession()
                && measured.values().stream()
                        .allMatch(known -> known.yardstick().isOfTime());
        common = CommonShift.of(measured.values().stream()
                .flatMap(known -> known.ratio().stream())
                .map(Estimate::value)
                .filter(ratio -> ratio > 0)
                .toList());
        RowJudge judge = new RowJudge(terms, explained(), List.copyOf(measured.values()));
        RowFacts facts = new RowFacts(older, newer, titles(), measures);
        rows = pairs.stream()
                .map(pair -> Optional.ofNullable(measured.get(pair))
                        .map(known -> facts.judged(pair, known, judge))
                        .orElseGet(() -> facts.unmeasured(pair)))
                .map(this::capped)
                .toList();
    }

    /**
     * Compares.
     *
     * @param older what was
     * @param newer what is
     * @throws InvalidInputException if the terms name a measure that cannot be compared, or there is no row at all
     */
    public static RunComparison of(Report older, Report newer, Terms terms) {
        return new RunComparison(older, newer, terms);
    }

    private Stream<RowPair> both() {
        return pairs.stream().filter(pair -> pair.was().isPresent() && pair.is().isPresent());
    }

    /** Ratios that need no change of a row to be. */
    private RowJudge.Range explained() {
        if (terms.oneSession()) {
            return RowJudge.Range.ONE;
        }
        RowJudge.Range byHost = host.filter(shift -> hostCounts)
                .map(HostShift::ratio)
                .map(RowJudge.Range.ONE::including)
                .orElse(RowJudge.Range.ONE);
        return common.map(CommonShift::ratio)
                .filter(ratio -> !terms.isHalf(ratio))
                .map(byHost::including)
                .orElse(byHost);
    }

    private RowChange capped(RowChange row) {
        return row.change().isVerdict() && hostTellsNothing() ? row.unknown("the host was another") : row;
    }

    /** Whether the host shifted by so much that no row can be told. */
    public boolean hostTellsNothing() {
        return hostCounts && host.filter(shift -> terms.isHalf(shift.ratio())).isPresent();
    }

    /** Workload and label, with what else tells rows of a workload apart. */
    private IdentityHashMap<Row, String> titles() {
        Map<String, List<Row>> workloads =
                pairs.stream().map(RowPair::row).collect(Collectors.groupingBy(Row::workload));
        IdentityHashMap<Row, String> titles = new IdentityHashMap<>();
        workloads.forEach((workload, alike) -> {
            Settings settings = new Settings(alike);
            Map<String, Long> labels = alike.stream().collect(Collectors.groupingBy(Row::label, Collectors.counting()));
            for (Row row : alike) {
                boolean alone = Objects.requireNonNull(labels.get(row.label())) == 1;
                List<String> parts = new ArrayList<>(List.of(workload + "/" + row.label()));
                parts.addAll(alone ? List.of() : settings.own(row));
                titles.put(row, Printable.line(String.join(" ", parts), LONGEST_TITLE));
            }
        });
        return titles;
    }

    /** The older run. */
    public Report older() {
        return older;
    }

    /** The newer run. */
    public Report newer() {
        return newer;
    }

    /** The terms. */
    public Terms terms() {
        return terms;
    }

    /** By how much the host was slower in the newer run, if both know. */
    public Optional<HostShift> host() {
        return host;
    }

    /** What the rows have in common, if there is something. */
    public Optional<CommonShift> common() {
        return common;
    }

    /** The rows, in the order of the older run, then those that only the newer has. */
    public List<RowChange> rows() {
        return rows;
    }

    /** How many rows became this. */
    public long count(Change change) {
        return rows.stream().filter(row -> row.change() == change).count();
    }

    /**
     * Whether a gate stays shut: something is worse, missing or invalid.
     *
     * @param strict whether a row that cannot be told shuts it too
     */
    public boolean fails(boolean strict) {
        return count(Change.WORSE) + count(Change.MISSING) + count(Change.INVALID) > 0
                || (strict && count(Change.UNKNOWN) > 0);
    }
}
