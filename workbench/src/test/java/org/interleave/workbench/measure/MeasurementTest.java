package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.workbench.LineProgress;
import org.interleave.workbench.machine.ProcessUsage;
import org.interleave.workbench.plan.Budget;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.report.Fixture;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    private static final int FORKS = 3;

    private final List<String> order = new ArrayList<>();
    private final List<JournalLine.Fork> journal = new ArrayList<>();

    private static Configuration configuration(String strategy) {
        return new Configuration("countdown", Map.of(), strategy, Map.of(), List.of(0));
    }

    private static Plan plan(String... strategies) {
        List<Plan.Entry> entries = Stream.of(strategies)
                .map(strategy -> new Plan.Entry("countdown", strategy, configuration(strategy), List.of()))
                .toList();
        return new Plan(entries, List.of(), List.of(), new Repetitions(FORKS, 1), Budget.none(FORKS));
    }

    private static ForkOutcome.Measured measured(double others) {
        return new ForkOutcome.Measured(
                Map.of("wall_s", List.of(1.0), ProcessUsage.OTHERS, List.of(others)),
                Map.of("wall_s", "s", ProcessUsage.OTHERS, "processors"),
                Map.of(),
                2,
                false,
                Map.of());
    }

    /** One of which a is an experiment's row, and b is not. */
    private static Plan planOfExperiment() {
        Plan plan = plan("a", "b");
        Plan.Entry entry = plan.entries().getFirst();
        Experiment experiment = new Experiment() {
            @Override
            public String name() {
                return entry.experiment();
            }

            @Override
            public String question() {
                return "Is it so?";
            }

            @Override
            public List<Contender> contenders(Preset preset) {
                return List.of();
            }

            @Override
            public List<Claim> claims() {
                return List.of();
            }
        };
        return new Plan(
                plan.entries(),
                List.of(),
                List.of(new Plan.PlannedExperiment(experiment, List.of(), Map.of("a", entry))),
                plan.repetitions(),
                plan.budget());
    }

    /** Runs forks as another does, and notes of which a round was traced. */
    private final class TracingRunner implements Measurement.Runner {

        private final Measurement.Runner runner;
        private final List<Integer> traced = new ArrayList<>();

        TracingRunner(Measurement.Runner runner) {
            this.runner = runner;
        }

        @Override
        public ForkOutcome run(Configuration configuration) {
            order.add(configuration.strategy());
            return runner.run(configuration);
        }

        @Override
        public ForkOutcome runThenTraced(Configuration configuration) {
            ForkOutcome outcome = run(configuration);
            assertThat(configuration.strategy()).isEqualTo("a");
            traced.add(Collections.frequency(order, "a"));
            return outcome instanceof ForkOutcome.Measured measured
                    ? measured.with(Optional.of(Fixture.excerpt("one", "other")))
                    : outcome;
        }
    }

    private Measurement measure(TracingRunner runner, List<JournalLine.Fork> known) {
        return run(planOfExperiment(), 1, known, runner);
    }

    @Test
    void onlyTheFirstForkOfAnExperimentsRowTraces() {
        TracingRunner runner = new TracingRunner(configuration -> measured(0));
        Measurement measurement = measure(runner, List.of());

        assertThat(order).hasSize(2 * FORKS);
        assertThat(runner.traced).containsExactly(1);
        assertThat(measurement.result(configuration("a")).forks())
                .extracting(fork -> fork.lockExcerpt().isPresent())
                .containsExactly(true, false, false);

        List<JournalLine.Fork> known = journal.stream()
                .filter(fork -> fork.configuration() == 0)
                .limit(1)
                .toList();
        List<JournalLine.Fork> first = journal.subList(0, journal.indexOf(known.getFirst()) + 1);
        runner.traced.clear();
        Measurement later = measure(runner, List.copyOf(first));
        assertThat(runner.traced).as("of a run that goes on").isEmpty();
        assertThat(later.result(configuration("a"))).isEqualTo(measurement.result(configuration("a")));
    }

    @Test
    void anExcerptStaysThoughItsForkIsRepeated() {
        TracingRunner runner = new TracingRunner(configuration ->
                measured(order.size() <= 2 && configuration.strategy().equals("a") ? 0.9 : 0));
        Measurement measurement = measure(runner, List.of());

        assertThat(order).hasSize(2 * FORKS + 1);
        assertThat(runner.traced).containsExactly(1);
        assertThat(measurement.result(configuration("a")).disturbed()).isZero();
        assertThat(measurement.result(configuration("a")).forks())
                .extracting(fork -> fork.lockExcerpt().isPresent())
                .containsExactly(true, false, false);
    }

    private Measurement measure(Plan plan, long seed, Function<Configuration, ForkOutcome> runner) {
        return measure(plan, seed, List.of(), runner);
    }

    private Measurement measure(
            Plan plan, long seed, List<JournalLine.Fork> known, Function<Configuration, ForkOutcome> runner) {
        Measurement.Runner noting = configuration -> {
            order.add(configuration.strategy());
            return runner.apply(configuration);
        };
        return run(plan, seed, known, noting);
    }

    private Measurement run(Plan plan, long seed, List<JournalLine.Fork> known, Measurement.Runner runner) {
        Measurement measurement = new Measurement(
                plan,
                runner,
                seed,
                new LineProgress(new PrintStream(OutputStream.nullOutputStream()), "forks", schedule(plan)),
                known,
                journal::add,
                ForkAllocation.NONE);
        measurement.run();
        return measurement;
    }

    private static Schedule schedule(Plan plan) {
        return Schedule.of(plan, Plugins.catalog(Optional.empty()));
    }

    @Test
    void everyRoundRunsEachSpecOnce() {
        measure(plan("a", "b", "c", "d"), 1, configuration -> measured(0));

        for (int round = 0; round < FORKS; round++) {
            assertThat(order.subList(4 * round, 4 * round + 4)).containsExactlyInAnyOrder("a", "b", "c", "d");
        }
    }

    @Test
    void aForkThatControlCEndsInterruptsAll() {
        Measurement measurement = measure(
                plan("a", "b"), 1, configuration -> order.size() < 4 ? measured(0) : new ForkOutcome.Interrupted());

        assertThat(measurement.interrupted()).isTrue();
        assertThat(order).hasSize(4);
        assertThat(Stream.of("a", "b")
                        .mapToInt(name ->
                                measurement.result(configuration(name)).forks().size())
                        .sum())
                .isEqualTo(3);
        assertThat(Stream.of("a", "b"))
                .allSatisfy(name -> assertThat(
                                measurement.result(configuration(name)).invalid())
                        .isEmpty());
    }

    @Test
    void theSeedDecidesTheOrder() {
        measure(plan("a", "b", "c", "d", "e", "f"), 5, configuration -> measured(0));
        List<String> first = List.copyOf(order);
        order.clear();
        measure(plan("a", "b", "c", "d", "e", "f"), 5, configuration -> measured(0));
        assertThat(order).isEqualTo(first);
        order.clear();
        measure(plan("a", "b", "c", "d", "e", "f"), 6, configuration -> measured(0));
        assertThat(order).isNotEqualTo(first);
    }

    @Test
    void rowsThatShareASpecShareTheMeasurement() {
        Plan.Entry one = new Plan.Entry("cpu-threads", "a", configuration("a"), List.of());
        Plan.Entry other = new Plan.Entry("process-speedup", "a", configuration("a"), List.of());
        measure(
                new Plan(List.of(one, other), List.of(), List.of(), new Repetitions(FORKS, 1), Budget.none(FORKS)),
                1,
                configuration -> measured(0));

        assertThat(order).hasSize(FORKS);
    }

    @Test
    void aSpecThatFailedIsNotRunAgain() {
        Measurement measurement =
                measure(plan("broken"), 1, configuration -> new ForkOutcome.Invalid("wrong result: 1 instead of 2"));

        assertThat(order).hasSize(1);
        assertThat(measurement.result(configuration("broken")).invalid())
                .containsExactly("wrong result: 1 instead of 2");
    }

    @Test
    void aDisturbedForkIsRepeatedOnceAndTheBetterOneCounts() {
        Measurement measurement = measure(plan("a"), 1, configuration -> measured(order.size() == 2 ? 0.9 : 0.0));

        assertThat(order).hasSize(FORKS + 1);
        assertThat(measurement.result(configuration("a")).forks()).hasSize(FORKS);
        assertThat(measurement.result(configuration("a")).disturbed()).isZero();
    }

    @Test
    void repeatsAreBoundedAndWhatStaysDisturbedIsMarked() {
        Measurement measurement = measure(plan("a", "b"), 1, configuration -> measured(0.9));

        assertThat(order).hasSize(2 * FORKS + 1);
        assertThat(measurement.result(configuration("a")).disturbed()).isEqualTo(FORKS);
    }

    @Test
    void anInterruptKeepsWhatWasMeasuredAndDropsTheForkItKilled() {
        List<Measurement> box = new ArrayList<>();
        Plan plan = plan("a", "b");
        Measurement measurement = new Measurement(
                plan,
                configuration -> {
                    order.add(configuration.strategy());
                    if (order.size() == 2) {
                        box.getFirst().interrupt();
                        return new ForkOutcome.Invalid("killed");
                    }
                    return measured(0);
                },
                1,
                new LineProgress(new PrintStream(OutputStream.nullOutputStream()), "forks", schedule(plan)),
                List.of(),
                journal::add,
                ForkAllocation.NONE);
        box.add(measurement);
        measurement.run();

        assertThat(order).hasSize(2);
        assertThat(measurement.interrupted()).isTrue();
        assertThat(measurement.result(configuration(order.get(0))).forks()).hasSize(1);
        assertThat(measurement.result(configuration(order.get(1)))).isEqualTo(Measurement.Result.NONE);
        assertThat(journal).hasSize(1);
    }

    @Test
    void anInterruptAfterTheEndIsNone() {
        Measurement measurement = measure(plan("a"), 1, configuration -> measured(0));

        measurement.interrupt();

        assertThat(measurement.interrupted()).isFalse();
    }

    /** Some forks are disturbed and repeated, one strategy fails: wherever a run ended, it goes on to the same end. */
    @Test
    void aRunThatGoesOnEndsAsIfInOneGo() {
        Plan plan = plan("a", "b", "c", "d");
        Map<String, Integer> runs = new HashMap<>();
        Function<Configuration, ForkOutcome> runner = configuration -> {
            int run = runs.merge(configuration.strategy(), 1, Integer::sum);
            return configuration.strategy().equals("d") && run == 2
                    ? new ForkOutcome.Invalid("wrong result")
                    : measured(run == 1 ? 0.3 + configuration.strategy().charAt(0) / 1000.0 : run / 100.0);
        };
        Measurement whole = measure(plan, 3, runner);
        List<String> wholeOrder = List.copyOf(order);
        List<JournalLine.Fork> wholeJournal = List.copyOf(journal);
        assertThat(wholeJournal).hasSize(wholeOrder.size());

        for (int done = 0; done <= wholeJournal.size(); done++) {
            runs.clear();
            order.clear();
            journal.clear();
            wholeOrder.subList(0, done).forEach(strategy -> runs.merge(strategy, 1, Integer::sum));

            Measurement later = measure(plan, 3, wholeJournal.subList(0, done), runner);

            assertThat(order).isEqualTo(wholeOrder.subList(done, wholeOrder.size()));
            assertThat(plan.configurations())
                    .allSatisfy(configuration ->
                            assertThat(later.result(configuration)).isEqualTo(whole.result(configuration)));
        }
    }

    @Test
    void forksThatTheSeedDoesNotGiveAreRefused() {
        Plan plan = plan("a", "b", "c", "d");
        measure(plan, 3, configuration -> measured(0));
        List<JournalLine.Fork> known = new ArrayList<>(journal);
        Collections.swap(known, 0, 1);

        assertThatThrownBy(() -> measure(plan, 3, known, configuration -> measured(0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("where the seed gives one of countdown/");
        known.clear();
        IntStream.range(0, 4).forEach(any -> known.addAll(journal));
        assertThatThrownBy(() -> measure(plan, 3, known, configuration -> measured(0)))
                .isInstanceOf(InvalidInputException.class);
    }
}
