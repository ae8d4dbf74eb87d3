package org.interleave.workbench.advise;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.workloads.mix.StepKind;
import org.interleave.workbench.advise.Flip.Crossing;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Spread;

/** The finder of the shares at which another contender would be chosen, by lines through the logarithms of ratios. */
final class FlipFinder {

    private static final double ALL = 100;

    private final String choice;
    private final List<String> rivals;
    private final Map<String, Series> measured;
    private final Spread spread;

    /**
     * Finds.
     *
     * @param choice the label of what would be chosen
     * @param rivals the labels of others
     * @param measured by label: of the profile, and of its neighbours
     */
    FlipFinder(String choice, List<String> rivals, Map<String, Series> measured) {
        this.choice = choice;
        this.rivals = List.copyOf(rivals);
        this.measured = new LinkedHashMap<>(measured);
        spread = Spread.pooled(measured.values());
    }

    /** Of each kind of step that has a neighbour of whom the choice was measured, the nearest flip. */
    List<Flip> flips(RequestProfile profile, Collection<Neighbour> neighbours) {
        return neighbours.stream()
                .filter(neighbour -> measured.containsKey(neighbour.label(choice)))
                .map(Neighbour::kind)
                .distinct()
                .map(kind -> flip(
                        kind,
                        profile.shares().getOrDefault(kind, 0.0),
                        neighbours.stream()
                                .filter(neighbour -> neighbour.kind() == kind)
                                .filter(neighbour -> measured.containsKey(neighbour.label(choice)))
                                .toList()))
                .toList();
    }

    private Flip flip(StepKind kind, double share, List<Neighbour> neighbours) {
        double low = neighbours.stream().mapToDouble(Neighbour::percent).min().orElse(share);
        double high = neighbours.stream().mapToDouble(Neighbour::percent).max().orElse(share);
        Optional<Crossing> nearest = neighbours.stream()
                .flatMap(neighbour -> rivals.stream().flatMap(rival -> crossing(share, neighbour, rival)))
                .min(Comparator.comparing((Crossing crossing) -> !crossing.isMeasured())
                        .thenComparingDouble(crossing -> Math.abs(crossing.percent() - share)));
        return new Flip(kind, share, Math.min(low, share), Math.max(high, share), nearest);
    }

    private Stream<Crossing> crossing(double share, Neighbour neighbour, String rival) {
        Optional<Estimate> here = ratio(rival, choice);
        Optional<Estimate> there = ratio(neighbour.label(rival), neighbour.label(choice));
        if (here.isEmpty() || there.isEmpty()) {
            return Stream.empty();
        }
        double ahead = ahead(here.get().value());
        double aheadThere = ahead(there.get().value());
        if (ahead <= 0 || aheadThere >= ahead) {
            return Stream.empty(); // the rival is better already, or becomes no better this way
        }
        double percent = share + (neighbour.percent() - share) * ahead / (ahead - aheadThere);
        return percent > 0 && percent < ALL
                ? Stream.of(new Crossing(
                        rival,
                        percent,
                        aheadThere <= 0,
                        there.get(),
                        !there.get().contains(1)))
                : Stream.empty();
    }

    private Optional<Estimate> ratio(String one, String other) {
        Series above = measured.get(one);
        Series below = measured.get(other);
        return above == null || below == null ? Optional.empty() : Estimate.ratio(above, below, spread);
    }

    /** How much better the choice is than a rival that has so many times as much, as a logarithm. */
    private double ahead(double ratio) {
        boolean rate = measured.values().stream().anyMatch(Elimination::isRate);
        return rate ? -Math.log(ratio) : Math.log(ratio);
    }
}
