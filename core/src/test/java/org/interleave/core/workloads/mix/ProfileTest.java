package org.interleave.core.workloads.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Tick;
import org.interleave.core.workloads.TestRun;
import org.interleave.core.workloads.mix.RequestPlan.Answer;
import org.interleave.core.workloads.mix.RequestPlan.PlannedStep;
import org.junit.jupiter.api.Test;

class ProfileTest {

    private static final int MANY = 4_000;

    private static Profile profile(String shares, double spread, int steps, long seed) {
        Map<StepKind, Duration> lengths = Map.of(
                StepKind.COMPUTE, Duration.ofMillis(2),
                StepKind.NATIVE, Duration.ofMillis(1),
                StepKind.WAIT, Duration.ofMillis(20),
                StepKind.BLOCKING, Duration.ofMillis(10));
        return new Profile(Shares.parse(shares), lengths, spread, steps, true, seed);
    }

    private static List<RequestPlan> requests(Profile profile, int number) {
        return IntStream.range(0, number).mapToObj(profile::request).toList();
    }

    private static Stream<PlannedStep> steps(Profile profile) {
        return requests(profile, MANY).stream().flatMap(request -> request.steps().stream());
    }

    @Test
    void theSeedMakesThePlanAlsoOfACopyOfTheProfile() {
        Profile profile = profile("wait:1,compute:1,message:1", 0.5, 5, 1);
        assertThat(requests(TestRun.shipped(profile), 100)).isEqualTo(requests(profile, 100));
        assertThat(requests(profile("wait:1,compute:1,message:1", 0.5, 5, 2), 100))
                .isNotEqualTo(requests(profile, 100));
        assertThat(requests(profile, 100)).doesNotHaveDuplicates();
    }

    @Test
    void everyRequestHasItsStepsInTheSharesThatAreAskedFor() {
        Profile profile = profile("wait:70,compute:20,native:10", 0.5, 5, 1);
        assertThat(requests(profile, 100)).allMatch(request -> request.steps().size() == 5);
        for (StepKind kind : StepKind.values()) {
            double share = steps(profile).filter(step -> step.kind() == kind).count() / (5.0 * MANY);
            double expected =
                    switch (kind) {
                        case WAIT -> 0.7;
                        case COMPUTE -> 0.2;
                        case NATIVE -> 0.1;
                        case BLOCKING, MESSAGE, CELL -> 0;
                    };
            assertThat(share).as("share of %s", kind).isCloseTo(expected, within(0.015));
        }
    }

    @Test
    void lengthsHaveTheirMeansAndTheSpread() {
        Profile profile = profile("wait:1,compute:1", 0.5, 5, 1);
        double[] waits = amounts(profile, StepKind.WAIT);
        assertThat(DoubleStream.of(waits).average().orElseThrow()).isCloseTo(20e6, within(0.4e6));
        double[] ticks = amounts(profile, StepKind.COMPUTE);
        double mean = DoubleStream.of(ticks).average().orElseThrow();
        assertThat(mean).as("ticks of 20 ns").isCloseTo(100_000, within(2_000.0));
        double deviation = Math.sqrt(DoubleStream.of(ticks)
                .map(each -> (each - mean) * (each - mean))
                .average()
                .orElseThrow());
        assertThat(deviation / mean).isCloseTo(0.5, within(0.03));
        assertThat(amounts(profile("compute:1", 0, 2, 1), StepKind.COMPUTE)).containsOnly(100_000);
    }

    private static double[] amounts(Profile profile, StepKind kind) {
        return steps(profile)
                .filter(step -> step.kind() == kind)
                .mapToDouble(PlannedStep::amount)
                .toArray();
    }

    @Test
    void theLengthOfARequestIsThatOfItsSteps() {
        assertThat(profile("wait:70,compute:20,native:10", 0.5, 10, 1).meanLength())
                .isEqualTo(Duration.ofMillis(7 * 20 + 2 * 2 + 1));
        assertThat(profile("wait:70,compute:20,native:10", 0.5, 10, 1).meanComputing())
                .isEqualTo(Duration.ofMillis(2 * 2 + 1));
        assertThat(profile("message:1,cell:1", 0.5, 10, 1).meanLength()).isZero();
    }

    /** Of the state, what running the ticks leads to; of the marks, that no other steps leave them. */
    @Test
    void theExpectedAnswerIsThatOfTheseSteps() {
        List<PlannedStep> steps = List.of(
                new PlannedStep(StepKind.COMPUTE, 300),
                new PlannedStep(StepKind.WAIT, 1000),
                new PlannedStep(StepKind.MESSAGE, 0),
                new PlannedStep(StepKind.NATIVE, 50));
        Answer expected = new RequestPlan(5, steps).expected();
        assertThat(expected.state()).isEqualTo(Tick.run(5, 350));
        List<List<PlannedStep>> others = List.of(
                steps.reversed(),
                steps.subList(0, 3),
                List.of(steps.get(0), steps.get(2), steps.get(1), steps.get(3)),
                List.of(steps.get(0), steps.get(1), steps.get(1), steps.get(2), steps.get(3)),
                List.of(steps.get(0), new PlannedStep(StepKind.WAIT, 1001), steps.get(2), steps.get(3)),
                List.of(steps.get(0), new PlannedStep(StepKind.BLOCKING, 1000), steps.get(2), steps.get(3)));
        assertThat(others)
                .allSatisfy(other ->
                        assertThat(new RequestPlan(5, other).expected().marks()).isNotEqualTo(expected.marks()));
    }
}
