package org.interleave.workbench.report;

import java.util.Collection;
import java.util.List;

/**
 * The variance between the forks of several rows, pooled: what two or three forks of one row cannot tell, the forks of all
 * rows of a workload can. On the scale of logarithms, on which rows of different lengths vary alike.
 *
 * @param variance the mean of the rows' variances, weighted by their degrees of freedom; zero if there are none
 * @param degrees how many degrees of freedom it has
 */
public record Spread(double variance, int degrees) {

    /** Nothing is known of other rows. */
    public static final Spread UNKNOWN = new Spread(0, 0);

    /** Pools the rows that have two forks or more, and no sample that is zero or less, which has no logarithm. */
    public static Spread pooled(Collection<Series> rows) {
        List<Replicates> known = rows.stream()
                .filter(Series::positive)
                .filter(series -> series.forks().size() > 1)
                .map(Replicates::of)
                .toList();
        int degrees = known.stream().mapToInt(Replicates::degrees).sum();
        double squares = known.stream()
                .mapToDouble(sample -> sample.variance() * sample.degrees())
                .sum();
        return degrees == 0 ? UNKNOWN : new Spread(squares / degrees, degrees);
    }
}
