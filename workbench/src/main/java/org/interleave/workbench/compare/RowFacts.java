package org.interleave.workbench.compare;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Skipped;

/** The facts that a comparison tells of a row: its name, the reasons and the doubts that either run has. */
final class RowFacts {

    private static final String OLD = "in the old run: ";
    private static final String NEW = "in the new run: ";

    private final Report newer;
    private final IdentityHashMap<Row, String> titles;
    private final Measures measures;
    private final Doubts doubtsWas;
    private final Doubts doubtsIs;

    RowFacts(Report older, Report newer, IdentityHashMap<Row, String> titles, Measures measures) {
        this.newer = newer;
        this.titles = titles;
        this.measures = measures;
        doubtsWas = Doubts.about(older.rows());
        doubtsIs = Doubts.about(newer.rows());
    }

    /** A row that both runs measured. */
    RowChange judged(RowPair pair, Measured measured, RowJudge judge) {
        Change change = judge.change(measured);
        Optional<RowChange.Sight> sight = change == Change.UNKNOWN ? judge.sight(measured) : Optional.empty();
        return new RowChange(
                title(pair),
                pair.row(),
                change,
                measured.yardstick(),
                Optional.of(measured.was()),
                Optional.of(measured.is()),
                measured.ratio(),
                sight,
                change == Change.UNKNOWN && sight.isEmpty() ? Optional.of(whyBlind(measured)) : Optional.empty(),
                doubts(pair));
    }

    private static String whyBlind(Measured measured) {
        return measured.student().isEmpty()
                ? "the ratio has no end, for it may have been zero in the old run"
                : measured.isKnown()
                        ? "its numbers are beyond all that can be computed with"
                        : "one fork does not tell how forks differ";
    }

    /** A row that one run lacks, that is invalid, or whose measure is missing. */
    RowChange unmeasured(RowPair pair) {
        Change change = pair.is().isEmpty()
                ? Change.MISSING
                : Stream.of(pair.was(), pair.is()).flatMap(Optional::stream).allMatch(Row::valid)
                        ? pair.was().isEmpty() ? Change.ADDED : Change.UNKNOWN
                        : Change.INVALID;
        return new RowChange(
                title(pair),
                pair.row(),
                change,
                new Yardstick(measures.measure(pair), "s"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                reason(pair, change),
                doubts(pair));
    }

    private Optional<String> reason(RowPair pair, Change change) {
        return switch (change) {
            case MISSING ->
                newer.skipped().stream()
                        .filter(skipped -> isOf(skipped, pair.row()))
                        .findFirst()
                        .map(skipped -> NEW + skipped.reason());
            case INVALID -> {
                List<String> reasons = Stream.concat(
                                pair.was().filter(row -> !row.valid()).flatMap(Row::reason).map(OLD::concat).stream(),
                                pair.is().filter(row -> !row.valid()).flatMap(Row::reason).map(NEW::concat).stream())
                        .toList();
                yield Optional.of(String.join("; ", reasons));
            }
            case UNKNOWN -> Optional.of("one of the runs does not have its " + measures.measure(pair));
            case ADDED, WORSE, BETTER, SAME, SMALL -> Optional.empty();
        };
    }

    private static boolean isOf(Skipped skipped, Row row) {
        return skipped.workload().equals(row.workload()) && skipped.strategy().equals(row.strategy());
    }

    private String title(RowPair pair) {
        return Objects.requireNonNull(titles.get(pair.row()));
    }

    private List<String> doubts(RowPair pair) {
        return Stream.concat(
                        pair.was().stream()
                                .flatMap(row -> doubtsWas.of(row).stream().map(OLD::concat)),
                        pair.is().stream()
                                .flatMap(row -> doubtsIs.of(row).stream().map(NEW::concat)))
                .toList();
    }
}
