package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    private static final int FORKS = 3;

    private final List<String> order = new ArrayList<>();

    private static Spec spec(String strategy) {
        return new Spec("countdown", Map.of(), strategy, Map.of(), List.of(0));
    }

    private static Plan plan(String... strategies) {
        List<Plan.Entry> entries = Stream.of(strategies)
                .map(strategy -> new Plan.Entry("countdown", strategy, spec(strategy)))
                .toList();
        return new Plan(entries, List.of(), List.of(), new Shape(FORKS, 0, 1));
    }

    private static ForkOutcome.Measured measured(double others) {
        return new ForkOutcome.Measured(
                Map.of("wall_s", List.of(1.0), ProcessUsage.OTHERS, List.of(others)),
                Map.of("wall_s", "s", ProcessUsage.OTHERS, "processors"),
                Set.of());
    }

    private Measurement measure(Plan plan, long seed, Function<Spec, ForkOutcome> runner) {
        Measurement measurement = new Measurement(
                plan,
                spec -> {
                    order.add(spec.strategy());
                    return runner.apply(spec);
                },
                seed,
                new LineProgress(System.err, "forks"));
        measurement.run();
        return measurement;
    }

    @Test
    void everyRoundRunsEachSpecOnce() {
        measure(plan("a", "b", "c", "d"), 1, spec -> measured(0));

        for (int round = 0; round < FORKS; round++) {
            assertThat(order.subList(4 * round, 4 * round + 4)).containsExactlyInAnyOrder("a", "b", "c", "d");
        }
    }

    @Test
    void aForkThatControlCEndsInterruptsAll() {
        Measurement measurement =
                measure(plan("a", "b"), 1, spec -> order.size() < 4 ? measured(0) : new ForkOutcome.Interrupted());

        assertThat(measurement.interrupted()).isTrue();
        assertThat(order).hasSize(4);
        assertThat(Stream.of("a", "b")
                        .mapToInt(name -> measurement.result(spec(name)).forks().size())
                        .sum())
                .isEqualTo(3);
        assertThat(Stream.of("a", "b"))
                .allSatisfy(name ->
                        assertThat(measurement.result(spec(name)).invalid()).isEmpty());
    }

    @Test
    void theSeedDecidesTheOrder() {
        measure(plan("a", "b", "c", "d", "e", "f"), 5, spec -> measured(0));
        List<String> first = List.copyOf(order);
        order.clear();
        measure(plan("a", "b", "c", "d", "e", "f"), 5, spec -> measured(0));
        assertThat(order).isEqualTo(first);
        order.clear();
        measure(plan("a", "b", "c", "d", "e", "f"), 6, spec -> measured(0));
        assertThat(order).isNotEqualTo(first);
    }

    @Test
    void rowsThatShareASpecShareTheMeasurement() {
        Plan.Entry one = new Plan.Entry("cpu-threads", "a", spec("a"));
        Plan.Entry other = new Plan.Entry("process-speedup", "a", spec("a"));
        measure(new Plan(List.of(one, other), List.of(), List.of(), new Shape(FORKS, 0, 1)), 1, spec -> measured(0));

        assertThat(order).hasSize(FORKS);
    }

    @Test
    void aSpecThatFailedIsNotRunAgain() {
        Measurement measurement =
                measure(plan("broken"), 1, spec -> new ForkOutcome.Invalid("wrong result: 1 instead of 2"));

        assertThat(order).hasSize(1);
        assertThat(measurement.result(spec("broken")).invalid()).containsExactly("wrong result: 1 instead of 2");
    }

    @Test
    void aDisturbedForkIsRepeatedOnceAndTheBetterOneCounts() {
        Measurement measurement = measure(plan("a"), 1, spec -> measured(order.size() == 2 ? 0.9 : 0.0));

        assertThat(order).hasSize(FORKS + 1);
        assertThat(measurement.result(spec("a")).forks()).hasSize(FORKS);
        assertThat(measurement.result(spec("a")).disturbed()).isZero();
    }

    @Test
    void repeatsAreBoundedAndWhatStaysDisturbedIsMarked() {
        Measurement measurement = measure(plan("a", "b"), 1, spec -> measured(0.9));

        assertThat(order).hasSize(2 * FORKS + 1);
        assertThat(measurement.result(spec("a")).disturbed()).isEqualTo(FORKS);
    }

    @Test
    void anInterruptKeepsWhatWasMeasuredAndDropsTheForkItKilled() {
        List<Measurement> box = new ArrayList<>();
        Measurement measurement = new Measurement(
                plan("a", "b"),
                spec -> {
                    order.add(spec.strategy());
                    if (order.size() == 2) {
                        box.getFirst().interrupt();
                        return new ForkOutcome.Invalid("killed");
                    }
                    return measured(0);
                },
                1,
                new LineProgress(System.err, "forks"));
        box.add(measurement);
        measurement.run();

        assertThat(order).hasSize(2);
        assertThat(measurement.interrupted()).isTrue();
        assertThat(measurement.result(spec(order.get(0))).forks()).hasSize(1);
        assertThat(measurement.result(spec(order.get(1)))).isEqualTo(Measurement.Result.NONE);
    }
}
