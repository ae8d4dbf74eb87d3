package org.interleave.workbench.advise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Holm;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Spread;
import org.interleave.workbench.report.StudentT;

/**
 * Sequential elimination: contenders are measured on, and at a few looks those that are worse than the best of the moment are
 * dropped, so that the time goes to those that may be the best.
 *
 * <p>At each look {@link Holm}'s test says which are worse, by the ratio to the best of the moment. The looks share the level of
 * 5 % equally, so in 95 % of all races or more the true best is never dropped, however many looks there are and however the
 * numbers hang together. Who is worse by less than an indifferent margin is nobody's reason to choose, and stays.
 *
 * <p>Paulson, <i>A sequential procedure for selecting the population with the largest mean from k normal populations</i>, 1964;
 * the variance is that of {@link StudentT}. Used by one thread.
 */
final class Elimination {

    /** How often it may be looked. */
    static final int MOST_LOOKS = 5;

    /** Half of what {@code compare} calls slower. */
    static final double INDIFFERENT = 1.025;

    private static final double LEVEL = 0.05;

    private final Set<String> left;
    private final double margin;
    private int looks;

    /**
     * Before the first look.
     *
     * @param contenders by name
     * @param margin a ratio from 1 up that nobody cares about
     */
    Elimination(Collection<String> contenders, double margin) {
        left = new LinkedHashSet<>(contenders);
        this.margin = margin;
    }

    /** Those that have not been dropped. */
    Set<String> left() {
        return Set.copyOf(left);
    }

    /** How often it was looked. */
    int looks() {
        return looks;
    }

    /** Whether another look would tell nothing, or is not allowed. */
    boolean isOver() {
        return looks == MOST_LOOKS || left.size() <= 1;
    }

    /**
     * Looks, and drops those that are worse.
     *
     * @param measured for each contender what was measured of it, also of those that were dropped; who is missing was not
     *     measured, and is not judged
     * @throws IllegalStateException if it was looked too often
     */
    void look(Map<String, Series> measured) {
        if (looks == MOST_LOOKS) {
            throw new IllegalStateException(
                    "it was looked " + looks + " times, and each time more may be dropped falsely");
        }
        looks++;
        Spread spread = Spread.pooled(measured.values());
        List<String> ranking = ranking(left, measured);
        if (ranking.size() <= 1) {
            return;
        }
        Series best = series(measured, ranking.getFirst());
        List<String> others = ranking.subList(1, ranking.size());
        List<Double> probabilities = others.stream()
                .map(name -> StudentT.ofRatio(series(measured, name), spread, best, spread)
                        .filter(StudentT::known)
                        .map(ratio -> ratio.probabilityIfBetween(1 / margin, margin))
                        .orElse(1.0))
                .toList();
        Holm.rejected(probabilities, LEVEL / MOST_LOOKS).forEach(place -> left.remove(others.get(place)));
    }

    private static Series series(Map<String, Series> measured, String name) {
        return Objects.requireNonNull(measured.get(name), name);
    }

    /** Those that were measured, the best first: the highest rate, or else the least. */
    static List<String> ranking(Collection<String> names, Map<String, Series> measured) {
        Spread spread = Spread.pooled(measured.values());
        List<String> ranking = new ArrayList<>(names);
        ranking.removeIf(name -> !measured.containsKey(name));
        Comparator<String> least = Comparator.comparingDouble(
                name -> Estimate.mean(series(measured, name), spread).value());
        boolean rate = measured.values().stream().anyMatch(Elimination::isRate);
        ranking.sort(rate ? least.reversed() : least);
        return ranking;
    }

    /** Whether more of it is better. */
    static boolean isRate(Series series) {
        return series.unit().startsWith("1/");
    }
}
