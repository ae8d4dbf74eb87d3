package org.interleave.workbench.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.interleave.workbench.report.Series;
import org.junit.jupiter.api.Test;

/** Sequential elimination on numbers of which the truth is known: the true best stays, and who is far behind is dropped. */
class EliminationTest {

    private static final int SEEDS = 2_000;

    /** The forks of those that are left at the looks after the first, at which the foremost five have a second one. */
    private static final List<Integer> FORKS = List.of(2, 3, 4, 6);

    /** Contenders whose forks are drawn from lognormal distributions. */
    private static final class Draws {

        private final double[] truth;
        private final double[] deviation;
        private final String unit;
        private final Random random;
        private final Map<String, List<List<Double>>> forks = new LinkedHashMap<>();

        Draws(double[] truth, double[] deviation, String unit, long seed) {
            this.truth = truth;
            this.deviation = deviation;
            this.unit = unit;
            random = new Random(seed);
        }

        List<String> names() {
            return IntStream.range(0, truth.length)
                    .mapToObj(place -> "c" + place)
                    .toList();
        }

        void fork(String name, int wanted) {
            int place = Integer.parseInt(name.substring(1));
            List<List<Double>> own = forks.computeIfAbsent(name, any -> new ArrayList<>());
            while (own.size() < wanted) {
                own.add(List.of(truth[place] * Math.exp(deviation[place] * random.nextGaussian())));
            }
        }

        Map<String, Series> measured() {
            Map<String, Series> measured = new LinkedHashMap<>();
            forks.forEach((name, samples) -> measured.put(name, new Series(unit, samples)));
            return measured;
        }

        /** A whole race, at all looks. */
        Set<String> race(double margin) {
            Elimination elimination = new Elimination(names(), margin);
            names().forEach(name -> fork(name, 1));
            Elimination.ranking(names(), measured()).stream().limit(5).forEach(name -> fork(name, 2));
            elimination.look(measured());
            for (int wanted : FORKS) {
                elimination.left().stream().sorted().forEach(name -> fork(name, wanted));
                elimination.look(measured());
            }
            return elimination.left();
        }
    }

    private static double share(LongPredicate happens) {
        return (double) IntStream.range(0, SEEDS).filter(happens::test).count() / SEEDS;
    }

    private static double[] times(double... truth) {
        return truth;
    }

    private static double[] alike(int count, double value) {
        return IntStream.range(0, count).mapToDouble(place -> value).toArray();
    }

    @Test
    void theTrueBestOfContendersThatLieCloseStaysInNinetyFiveOfAHundredRaces() {
        double[] truth = times(1, 1.01, 1.02, 1.03, 1.05, 1.08, 1.1, 1.2, 1.4, 2, 2, 3);

        assertThat(share(seed ->
                        new Draws(truth, alike(12, 0.03), "s", seed).race(1).contains("c0")))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void theTrueBestStaysAlsoIfItsForksDifferTwiceAsMuchAsThoseOfOthers() {
        double[] truth = times(1, 1.02, 1.02, 1.05, 1.1, 1.2, 1.5, 2);
        double[] deviation = alike(8, 0.03);
        deviation[0] = 0.06;

        assertThat(share(seed -> new Draws(truth, deviation, "s", seed).race(1).contains("c0")))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void theTrueBestOfRatesIsTheHighestAndStays() {
        double[] truth = times(100, 99, 98, 95, 90, 50);

        assertThat(share(seed -> {
                    Set<String> left = new Draws(truth, alike(6, 0.03), "1/s", seed).race(1);
                    return left.contains("c0") && !left.contains("c5");
                }))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void equalContendersAreHardlyEverToldApart() {
        assertThat(share(seed -> new Draws(alike(8, 1), alike(8, 0.03), "s", seed)
                                .race(Elimination.INDIFFERENT)
                                .size()
                        == 8))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void whoTakesHalfAgainAsLongIsDropped() {
        double[] truth = times(1, 1, 1, 1.5, 1.5, 1.5, 2, 2);

        assertThat(share(seed -> {
                    Set<String> left = new Draws(truth, alike(8, 0.03), "s", seed).race(Elimination.INDIFFERENT);
                    return left.stream()
                            .allMatch(name -> Set.of("c0", "c1", "c2").contains(name));
                }))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void whoIsWorseByLessThanAnybodyCaresAboutStaysHoweverManyForksShowIt() {
        Draws draws = new Draws(times(1, 1.02), alike(2, 0.001), "s", 1);

        assertThat(draws.race(Elimination.INDIFFERENT)).containsExactlyInAnyOrder("c0", "c1");
        assertThat(new Draws(times(1, 1.02), alike(2, 0.001), "s", 1).race(1)).containsExactly("c0");
    }

    @Test
    void whoWasNotMeasuredIsNotJudged() {
        Elimination elimination = new Elimination(List.of("a", "b", "c"), 1);

        elimination.look(Map.of(
                "a", new Series("s", List.of(List.of(1.0), List.of(1.01), List.of(0.99))),
                "b", new Series("s", List.of(List.of(9.0), List.of(9.1), List.of(8.9)))));

        assertThat(elimination.left()).containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void nothingIsDroppedWhereNothingIsKnownOfHowForksDiffer() {
        Elimination elimination = new Elimination(List.of("a", "b"), 1);

        elimination.look(
                Map.of("a", new Series("s", List.of(List.of(1.0))), "b", new Series("s", List.of(List.of(9.0)))));

        assertThat(elimination.left()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void theLevelIsForSoManyLooksAndNoMore() {
        Elimination elimination = new Elimination(List.of("a", "b"), 1);
        for (int look = 0; look < Elimination.MOST_LOOKS; look++) {
            elimination.look(Map.of());
        }

        assertThat(elimination.isOver()).isTrue();
        assertThatThrownBy(() -> elimination.look(Map.of())).isInstanceOf(IllegalStateException.class);
    }
}
