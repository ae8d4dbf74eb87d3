package org.interleave.workbench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.api.Test;

/** A sweep measures every contender at each value, and calls each row by its value. */
class SweepPlannerTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private static Request request(String... names) {
        return Request.of(List.of(names), Preset.QUICK, List.of(0, 1));
    }

    private static Plan plan(Request request, Sweep sweep) {
        return Planner.plan(CATALOG, request.withSweep(Optional.of(sweep)));
    }

    @Test
    void ofProcessorsConfinesEveryContenderToTheFirstOfThem() {
        Plan plan = plan(request("countdown").withStrategies(List.of("sequential", "threads")), Sweep.ofProcessors(2));

        assertThat(plan.entries())
                .extracting(Plan.Entry::label)
                .containsExactly(
                        "sequential processors=1",
                        "sequential processors=2",
                        "threads processors=1",
                        "threads processors=2");
        assertThat(plan.entries())
                .extracting(entry -> entry.configuration().cpus())
                .containsExactly(List.of(0), List.of(0, 1), List.of(0), List.of(0, 1));
        assertThat(plan.budget().mostForks()).isEqualTo(plan.repetitions().forks());
    }

    @Test
    void ofProcessorsTakesWhatOneWouldChooseBetweenUnlessToldOtherwise() {
        Plan usual = plan(request("countdown"), Sweep.ofProcessors(2));
        Plan all = plan(request("countdown").withAll(true), Sweep.ofProcessors(2));

        assertThat(usual.entries())
                .extracting(Plan.Entry::label)
                .contains("processes processors=2", "virtual-threads processors=2")
                .doesNotContain("giant-lock-tick processors=2", "netty/per-cpu processors=2");
        assertThat(all.entries())
                .extracting(Plan.Entry::label)
                .contains("giant-lock-tick processors=2", "netty/per-cpu processors=2");
        assertThat(all.entries())
                .filteredOn(entry -> entry.label().startsWith("netty/per-cpu"))
                .allSatisfy(entry -> assertThat(entry.configuration().options()).containsEntry("event-loops", "2"));
    }

    @Test
    void ofManyProcessorsTakesEachUpToEightAndThenStepsOfAQuarter() {
        assertThat(Sweep.ofProcessors(6).values()).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(Sweep.ofProcessors(32).values())
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "10", "13", "17", "22", "28", "32");
    }

    @Test
    void ofAParameterCallsEachRowByItsValueAndKeepsAContendersRowsTogether() {
        Plan plan = plan(
                request("countdown").withStrategies(List.of("sequential", "threads")),
                Sweep.ofSetting("count=1000,2k"));

        assertThat(plan.entries())
                .extracting(Plan.Entry::label)
                .containsExactly("sequential count=1k", "sequential count=2k", "threads count=1k", "threads count=2k");
        assertThat(plan.entries())
                .extracting(entry -> entry.configuration().parameters().get("count"))
                .containsExactly("1k", "2k", "1k", "2k");
    }

    @Test
    void whatHasNoSuchOptionIsMeasuredOnceAndCalledAsEver() {
        Plan plan = plan(
                request("countdown").withStrategies(List.of("sequential", "giant-lock-timed")),
                Sweep.ofSetting("giant-lock-timed.switch-interval=1ms,5ms"));

        assertThat(plan.entries())
                .extracting(Plan.Entry::label)
                .containsExactly(
                        "sequential", "giant-lock-timed switch-interval=1ms", "giant-lock-timed switch-interval=5ms");
    }

    @Test
    void whatCannotRunAtSomeValuesIsSaidWithThese() {
        Plan plan = plan(
                request("messages").withStrategies(List.of("threads", "native-held")), Sweep.ofSetting("count=1k,2k"));

        assertThat(plan.skipped()).hasSize(1);
        assertThat(plan.skipped().getFirst().reason()).startsWith("runs C code");
    }

    @Test
    void aVariantThatIsMadeByTheSweptOptionIsLeftOut() {
        Plan plan = plan(request("countdown").withStrategies(List.of("netty*")), Sweep.ofSetting("event-loops=1,2"));

        assertThat(plan.entries())
                .extracting(Plan.Entry::label)
                .containsExactly("netty event-loops=1", "netty event-loops=2");
        assertThat(plan.skipped())
                .extracting(Plan.Omission::reason)
                .contains("--sweep event-loops is what makes it a variant");
    }
}
