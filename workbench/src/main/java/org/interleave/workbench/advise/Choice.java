package org.interleave.workbench.advise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;

/**
 * The choice from those that cannot be told apart from the best, by what a team wants first.
 *
 * @param choice what to choose; empty if nobody has what is wanted
 * @param runnerUp what to choose if not that
 * @param remark what has to be said of it
 */
record Choice(Optional<Contender> choice, Optional<Contender> runnerUp, Optional<String> remark) {

    /**
     * Chooses.
     *
     * @param ranking the contenders that were judged, the best first
     * @param isolates whether a strategy loses a task that ends its process alone
     */
    static Choice of(RequestProfile profile, List<Contender> ranking, Predicate<Row> isolates) {
        return switch (profile.criterion()) {
            case THROUGHPUT, P99 -> first(ranking, Optional.empty());
            case MEMORY -> byMemory(profile, ranking);
            case ISOLATION -> isolating(ranking, isolates);
        };
    }

    private static Choice first(List<Contender> ranking, Optional<String> remark) {
        return new Choice(ranking.stream().findFirst(), ranking.stream().skip(1).findFirst(), remark);
    }

    /** Of the set who takes least; then the others, as they raced. */
    private static Choice byMemory(RequestProfile profile, List<Contender> ranking) {
        List<Contender> set = ranking.stream()
                .filter(contender -> contender.isIn(Contender.Place.SET))
                .toList();
        Map<String, Series> memory = new LinkedHashMap<>();
        String measure = profile.criterion().choosing(profile.atRate());
        set.forEach(contender ->
                contender.row().measure(measure).ifPresent(series -> memory.put(contender.label(), series)));
        Elimination elimination = new Elimination(memory.keySet(), Elimination.INDIFFERENT);
        elimination.look(memory);
        List<Contender> order = new ArrayList<>(Elimination.ranking(memory.keySet(), memory).stream()
                .flatMap(label -> set.stream().filter(one -> one.label().equals(label)))
                .toList());
        ranking.stream().filter(contender -> !order.contains(contender)).forEach(order::add);
        List<String> alike = order.stream()
                .map(Contender::label)
                .filter(label -> elimination.left().contains(label))
                .toList();
        return first(
                order,
                alike.size() < 2
                        ? Optional.empty()
                        : Optional.of("by their memory too these cannot be told apart: " + String.join(", ", alike)));
    }

    /** Whoever isolates, the best first; at what price, if that is not in the set. */
    private static Choice isolating(List<Contender> ranking, Predicate<Row> isolates) {
        List<Contender> those = ranking.stream()
                .filter(contender -> isolates.test(contender.row()))
                .toList();
        List<Contender> order = Stream.concat(
                        those.stream(), ranking.stream().filter(contender -> !those.contains(contender)))
                .toList();
        if (those.isEmpty()) {
            return new Choice(Optional.empty(), Optional.empty(), Optional.empty());
        }
        Contender best = those.getFirst();
        return first(
                order,
                best.isIn(Contender.Place.SET)
                        ? Optional.empty()
                        : Optional.of(
                                "isolation has its price: " + best.label()
                                        + " is worse than the best, which loses all its requests with one that ends its process"));
    }
}
