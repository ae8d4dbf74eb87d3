package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.interleave.workbench.LineProgress;
import org.interleave.workbench.advise.Race;
import org.interleave.workbench.plan.Budget;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;
import org.junit.jupiter.api.Test;

/** Whom a race deals its forks: those that may be the best, and for as long as there is time. */
class RaceTest {

    /** Seconds, by strategy. */
    private static final Map<String, Double> TRUTH = Map.of(
            "threads", 1.0,
            "netty", 1.005,
            "virtual-threads", 1.01,
            "akka", 1.6,
            "vertx", 1.7,
            "fine-grained", 2.0,
            "lock-free", 2.2,
            "giant-lock-timed", 3.0);

    private static final Duration LONG = Duration.ofHours(1);

    private final List<String> order = new ArrayList<>();
    private final Random random = new Random(5);

    private static Plan plan(int forks) {
        List<Plan.Entry> entries = TRUTH.keySet().stream()
                .sorted()
                .map(strategy -> new Plan.Entry(
                        "mix", strategy, new Configuration("mix", Map.of(), strategy, Map.of(), List.of(0)), List.of()))
                .toList();
        return new Plan(entries, List.of(), List.of(), new Repetitions(forks, 1), Budget.none(1));
    }

    private ForkOutcome fork(Configuration configuration) {
        order.add(configuration.strategy());
        double truth = Objects.requireNonNull(TRUTH.get(configuration.strategy()));
        return new ForkOutcome.Measured(
                Map.of("wall_s", List.of(truth * Math.exp(0.02 * random.nextGaussian()))),
                Map.of("wall_s", "s"),
                Map.of(),
                2,
                false,
                Map.of());
    }

    private Race race(Duration time, String failing) {
        return race(time, failing, 0);
    }

    /** With so many forks of each before it begins. */
    private Race race(Duration time, String failing, int forks) {
        RunOrder run = new RunOrder(
                Plugins.catalog(Optional.empty()), plan(forks), JournalTest.header(), List.of(), List.of());
        Race race = new Race(run, "wall_s", time, time);
        new Measurement(
                        run.plan(),
                        configuration ->
                                configuration.strategy().equals(failing) ? failed(configuration) : fork(configuration),
                        1,
                        new LineProgress(new PrintStream(OutputStream.nullOutputStream()), "forks", run.schedule()),
                        List.of(),
                        ended -> {},
                        race)
                .run();
        return race;
    }

    private ForkOutcome failed(Configuration configuration) {
        order.add(configuration.strategy());
        return new ForkOutcome.Invalid("on purpose");
    }

    private int forks(String strategy) {
        return Collections.frequency(order, strategy);
    }

    @Test
    void thoseThatMayBeTheBestGetSixAndWhoIsFarBehindOneOrTwo() {
        Race race = race(LONG, "");

        assertThat(race.left()).containsExactlyInAnyOrder("threads", "netty", "virtual-threads");
        assertThat(race.left())
                .allSatisfy(strategy -> assertThat(forks(strategy)).isEqualTo(6));
        assertThat(List.of("fine-grained", "lock-free", "giant-lock-timed"))
                .allSatisfy(strategy -> assertThat(forks(strategy)).isBetween(1, 2));
    }

    @Test
    void whenTheTimeIsUpNobodyGetsAnother() {
        race(Duration.ZERO, "", 1);
        assertThat(order).hasSize(TRUTH.size());

        race(Duration.ZERO, "", 0);
        assertThat(order).as("none was dealt").hasSize(TRUTH.size());
    }

    @Test
    void whoFailedIsNotRunAgainAndTheOthersRaceOn() {
        Race race = race(LONG, "netty");

        assertThat(forks("netty")).isEqualTo(1);
        assertThat(race.left()).contains("threads", "virtual-threads");
        assertThat(forks("threads")).isEqualTo(6);
    }
}
