package org.interleave.workbench.compare;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Holm;
import org.interleave.workbench.report.Precision;

/** The judge of the rows of two runs, over which Holm's correction is made. */
final class RowJudge {

    private static final double LEVEL = 0.05;

    private final Terms terms;
    private final Range explained;
    private final int rows;
    private final IdentityHashMap<Measured, Boolean> significant = new IdentityHashMap<>();

    /**
     * A range of ratios.
     *
     * @param low at most 1
     * @param high at least 1
     */
    record Range(double low, double high) {

        /** No difference. */
        static final Range ONE = new Range(1, 1);

        Range including(double ratio) {
            return new Range(Math.min(low, ratio), Math.max(high, ratio));
        }

        /** How far a ratio is beyond it, as a ratio; 1 within. */
        double beyond(double ratio) {
            return ratio > high ? ratio / high : ratio < low ? ratio / low : 1;
        }
    }

    /**
     * Judges.
     *
     * @param explained the ratios that need no change of a row
     * @param measured all rows that both runs measured
     */
    RowJudge(Terms terms, Range explained, List<Measured> measured) {
        this.terms = terms;
        this.explained = explained;
        rows = measured.size();
        Set<Integer> rejected = Holm.rejected(
                measured.stream()
                        .map(row -> row.student()
                                .filter(ratio -> row.isKnown())
                                .map(ratio -> ratio.probabilityIfBetween(explained.low(), explained.high()))
                                .orElse(1.0))
                        .toList(),
                LEVEL);
        for (int place = 0; place < rows; place++) {
            significant.put(measured.get(place), rejected.contains(place));
        }
    }

    /** What became of a row. */
    Change change(Measured row) {
        Optional<Estimate> ratio = row.ratio();
        if (ratio.isEmpty() || !row.isKnown()) {
            return Change.UNKNOWN;
        }
        double value = ratio.get().value();
        if (significant.getOrDefault(row, false)) {
            boolean more = value > 1;
            return terms.isHalf(explained.beyond(value))
                    ? (more != row.yardstick().isRate() ? Change.WORSE : Change.BETTER)
                    : Change.SMALL;
        }
        return terms.holds(ratio.get()) ? Change.SAME : Change.UNKNOWN;
    }

    /** How small a difference a row's forks show; empty if nothing is known of how they differ. */
    Optional<RowChange.Sight> sight(Measured row) {
        double level = LEVEL / rows;
        return row.student()
                .filter(ratio -> row.isKnown())
                .filter(ratio -> Double.isFinite(ratio.error()) && Double.isFinite(ratio.degrees()))
                .map(ratio -> {
                    int forks = Precision.of(ratio, row.forksWas(), row.forksIs(), level)
                            .forksFor(terms.margin());
                    return new RowChange.Sight(
                            Math.min(Double.MAX_VALUE, Precision.smallestShown(ratio, level)),
                            forks == Precision.MOST_FORKS ? Optional.empty() : Optional.of(forks));
                });
    }
}
