package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Catalog;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private static Plan plan(List<String> names, List<String> strategies, Map<String, String> settings) {
        return Planner.plan(CATALOG, new Request(names, Preset.QUICK, strategies, settings, List.of(0, 1)));
    }

    @Test
    void theSuiteRunsEveryStrategyThatCanAndSaysWhyTheOthersCannot() {
        Plan suite = plan(List.of(), List.of(), Map.of());

        int workloads = 4;
        assertThat(suite.entries().size() + suite.skipped().size())
                .isEqualTo(CATALOG.strategies().size() * workloads);
        assertThat(suite.skipped()).anySatisfy(omission -> {
            assertThat(omission.strategy()).isEqualTo("sequential");
            assertThat(omission.workload()).isEqualTo("echo");
            assertThat(omission.reason()).isNotBlank();
        });
    }

    @Test
    void theSuiteJudgesTheExperimentsThatItCovers() {
        assertThat(plan(List.of(), List.of(), Map.of()).judged())
                .extracting(Experiment::name)
                .contains("cpu-threads", "io-threads", "ipc-cost", "process-speedup")
                .doesNotContain("io-response", "cpu-on-loop", "time-spent", "lost-updates");
    }

    @Test
    void aSettingReachesWhatItNamesAndNothingElse() {
        Plan plan = plan(
                List.of("countdown"),
                List.of("giant-lock-timed", "giant-lock-tick"),
                Map.of("count", "5k", "giant-lock-timed.switch-interval", "1ms"));

        assertThat(plan.entries())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.spec().parameters()).containsEntry("count", "5k"));
        assertThat(plan.entries())
                .anySatisfy(entry -> assertThat(entry.spec().options()).containsEntry("switch-interval", "1ms"));
    }

    @Test
    void theSuiteWithItsOwnSettingsStillJudges() {
        Plan plan = plan(List.of(), List.of("sequential", "threads"), Map.of());

        assertThat(plan.entries()).extracting(entry -> entry.spec().strategy()).containsOnly("sequential", "threads");
    }

    @Test
    void experimentsThatMeasureTheSameThingShareIt() {
        Plan plan = plan(List.of("cpu-threads", "process-speedup"), List.of(), Map.of());

        assertThat(plan.specs().size()).isLessThan(plan.entries().size());
    }

    @Test
    void aSpecPassesThroughTheCommandLineUnchanged() {
        Map<String, String> odd = Map.of("a", "1&2=3", "b b", "", "c", "%µ");

        assertThat(Spec.decode(Spec.encode(odd))).isEqualTo(odd);
        assertThat(Spec.decode(Spec.encode(Map.of()))).isEmpty();
    }
}
