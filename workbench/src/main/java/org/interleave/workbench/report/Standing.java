package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The standing of rows that did the same work by one measure, mostly their time: which of them cannot be told apart from the
 * fastest, and which are slower. By another measure the fastest is the one that has least of it.
 *
 * <p>Each is compared with the fastest, two-sided, and {@link Holm}'s test over all of these at 5 % says which are slower.
 * The fastest is chosen by the same numbers; so what is kept is not one winner but the set that has the true fastest in it
 * in at least 95 % of all runs (Gupta, <i>On some multiple decision (selection and ranking) rules</i>, 1965). A row that is
 * equally fast may be missing from it.
 *
 * @param fastest the fastest, by its mean
 * @param tied those that cannot be told apart from it, the fastest first
 * @param slower the others, the fastest first
 * @param known whether anything is known of how forks differ; if not, nothing can be told apart
 */
public record Standing(Row fastest, List<Row> tied, List<Row> slower, boolean known) {

    /** Of all comparisons together. */
    static final double LEVEL = 0.05;

    /** Takes copies. */
    public Standing {
        tied = List.copyOf(tied);
        slower = List.copyOf(slower);
    }

    /**
     * Of rows that did the same work.
     *
     * @param rows at least one, the fastest first
     */
    static Standing of(Comparison comparison, List<Row> rows) {
        return of(comparison, comparison.subject(), rows);
    }

    /**
     * By any measure.
     *
     * @param measure that all rows have
     * @param rows at least one, that with the lowest mean first
     */
    public static Standing of(Comparison comparison, String measure, List<Row> rows) {
        Row fastest = rows.getFirst();
        List<Row> others = rows.subList(1, rows.size());
        List<Optional<StudentT>> ratios = others.stream()
                .map(row -> comparison.student(row, fastest, measure))
                .toList();
        List<Double> probabilities = ratios.stream()
                .map(ratio -> ratio.map(Standing::probability).orElse(1.0))
                .toList();
        boolean known = rows.stream().allMatch(row -> comparison.knowsForks(row, measure));
        Set<Integer> rejected = known ? Holm.rejected(probabilities, LEVEL) : Set.of();
        List<Row> tied = new ArrayList<>();
        List<Row> slower = new ArrayList<>();
        for (int place = 0; place < others.size(); place++) {
            (rejected.contains(place) ? slower : tied).add(others.get(place));
        }
        return new Standing(fastest, tied, slower, known);
    }

    /** How probable so large a difference, either way, would be if there were none. */
    private static double probability(StudentT ratio) {
        return ratio.probabilityIfBetween(1, 1);
    }
}
