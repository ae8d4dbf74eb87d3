package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.LineProgress;
import org.interleave.workbench.plan.Budget;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.report.Verdict;
import org.junit.jupiter.api.Test;

/** Who gets forks beyond those that all have. */
class UndecidedClaimsTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());
    private static final int FORKS = 3;

    private final List<String> order = new ArrayList<>();
    private final List<JournalLine.Fork> journal = new ArrayList<>();

    /** That threads take at most so many times as long as sequential; netty is measured too, and nothing is claimed of it. */
    private record Asked(double bound) implements Experiment {

        @Override
        public String name() {
            return "asked";
        }

        @Override
        public String question() {
            return "Are they as fast?";
        }

        @Override
        public List<Contender> contenders(Preset preset) {
            return List.of();
        }

        @Override
        public List<Claim> claims() {
            return List.of(Claim.ratio("as fast", Claim.WALL, "threads", "sequential", Claim.Bound.atMost(bound)));
        }
    }

    private static Configuration configuration(String strategy) {
        return new Configuration("countdown", Map.of(), strategy, Map.of(), List.of(0));
    }

    private static Plan plan(double bound, Budget budget) {
        List<Plan.Entry> entries = List.of("sequential", "threads", "netty").stream()
                .map(strategy -> new Plan.Entry("asked", strategy, configuration(strategy), List.of()))
                .toList();
        Experiment asked = new Asked(bound);
        Map<String, Plan.Item> items = Map.of("sequential", entries.get(0), "threads", entries.get(1));
        return new Plan(
                entries,
                List.of(),
                List.of(new Plan.PlannedExperiment(asked, asked.claims(), items)),
                new Repetitions(FORKS, 1),
                budget);
    }

    /** Measures with forks of which each takes as long as its number among those of its strategy says. */
    private RunOrder measure(Plan plan, IntToDoubleFunction seconds, List<JournalLine.Fork> known) {
        RunOrder run = new RunOrder(CATALOG, plan, JournalTest.header(), known, List.of());
        measurement = new Measurement(
                plan,
                configuration -> {
                    order.add(configuration.strategy());
                    int number = Collections.frequency(order, configuration.strategy());
                    return new ForkOutcome.Measured(
                            Map.of("wall_s", List.of(seconds.applyAsDouble(number))),
                            Map.of("wall_s", "s"),
                            Map.of(),
                            2,
                            false,
                            Map.of());
                },
                1,
                new LineProgress(new PrintStream(OutputStream.nullOutputStream()), "forks", Schedule.of(plan, CATALOG)),
                known,
                journal::add,
                new UndecidedClaims(run));
        measurement.run();
        return run;
    }

    private Measurement measurement = new Measurement(
            plan(1, Budget.none(FORKS)),
            configuration -> new ForkOutcome.Interrupted(),
            1,
            new LineProgress(
                    new PrintStream(OutputStream.nullOutputStream()),
                    "forks",
                    Schedule.of(plan(1, Budget.none(FORKS)), CATALOG)),
            List.of(),
            journal::add,
            ForkAllocation.NONE);

    private static double wavering(int fork) {
        return fork % 2 == 0 ? 1.1 : 1;
    }

    @Test
    void aClaimThatIsHeldGetsNoMore() {
        measure(plan(2, new Budget(Optional.empty(), 10)), UndecidedClaimsTest::wavering, List.of());
        assertThat(order).hasSize(3 * FORKS);
    }

    @Test
    void oneThatIsUndecidedGetsMoreForItsRowsInTurnUntilItIsHeld() {
        RunOrder run = measure(plan(1.08, new Budget(Optional.empty(), 100)), UndecidedClaimsTest::wavering, List.of());
        assertThat(Collections.frequency(order, "netty")).isEqualTo(FORKS);
        int threads = Collections.frequency(order, "threads");
        assertThat(threads).isBetween(FORKS + 1, 99);
        assertThat(Collections.frequency(order, "sequential")).isBetween(threads - 1, threads + 1);
        assertThat(new Reporter(run).report(measurement).claims().getFirst().verdict())
                .isEqualTo(Verdict.HELD);
    }

    @Test
    void oneThatLooksRefutedGetsAsManyAsThereMayBe() {
        measure(plan(0.5, new Budget(Optional.empty(), 7)), UndecidedClaimsTest::wavering, List.of());
        assertThat(Collections.frequency(order, "threads")).isEqualTo(7);
        assertThat(Collections.frequency(order, "sequential")).isEqualTo(7);
    }

    @Test
    void whenTheTimeIsUpNobodyGetsAnother() {
        List<JournalLine.Fork> slow = new ArrayList<>();
        measure(plan(0.5, Budget.none(FORKS)), UndecidedClaimsTest::wavering, List.of());
        journal.forEach(fork -> slow.add(new JournalLine.Fork(fork.configuration(), 60_000, fork.outcome())));
        order.clear();
        measure(plan(0.5, new Budget(Optional.of(Duration.ofMinutes(9)), 12)), UndecidedClaimsTest::wavering, slow);
        assertThat(order).isEmpty();
    }

    @Test
    void aRunThatGoesOnDealsAsItWouldHave() {
        Plan plan = plan(1.08, new Budget(Optional.empty(), 100));
        measure(plan, UndecidedClaimsTest::wavering, List.of());
        List<String> whole = List.copyOf(order);
        List<JournalLine.Fork> kept = List.copyOf(journal.subList(0, 3 * FORKS + 1));
        order.clear();
        kept.forEach(fork ->
                order.add(plan.configurations().get(fork.configuration()).strategy()));
        measure(plan, UndecidedClaimsTest::wavering, kept);
        assertThat(order).isEqualTo(whole);
    }
}
