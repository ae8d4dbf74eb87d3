package org.interleave.workbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private static Plan plan(List<String> names, List<String> strategies, Map<String, String> settings) {
        return Planner.plan(
                CATALOG,
                new Request(
                        names, Preset.QUICK, strategies, settings, List.of(0, 1), Optional.empty(), Optional.empty()));
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
    void theBaselineIsAmongWhatIsMeasured() {
        assertThat(withBaseline("threads").entries()).isNotEmpty();
        assertThatThrownBy(() -> withBaseline("thread"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("unknown contender of --baseline 'thread'; did you mean 'threads'?");
        assertThatThrownBy(() -> withBaseline("netty")).isInstanceOf(InvalidInputException.class);
    }

    private static Plan withBaseline(String name) {
        Request request = new Request(
                List.of("countdown"),
                Preset.QUICK,
                List.of("sequential", "threads"),
                Map.of(),
                List.of(0, 1),
                Optional.empty(),
                Optional.of(name));
        return Planner.plan(CATALOG, request);
    }

    @Test
    void asManyForksAsAreAskedForOrAsThePresetHas() {
        Request request = new Request(
                List.of("countdown"),
                Preset.FULL,
                List.of(),
                Map.of(),
                List.of(0, 1),
                Optional.of(2),
                Optional.empty());

        assertThat(Planner.plan(CATALOG, request).repetitions())
                .isEqualTo(Repetitions.of(Preset.FULL).withForks(2));
        assertThat(plan(List.of(), List.of(), Map.of()).repetitions()).isEqualTo(Repetitions.SUITE);
    }

    @Test
    void theSuiteJudgesTheExperimentsThatItCovers() {
        assertThat(plan(List.of(), List.of(), Map.of()).experiments())
                .extracting(planned -> planned.experiment().name())
                .contains("cpu-threads", "forced-switch", "io-threads", "ipc-cost", "process-speedup")
                .doesNotContain("io-response", "cpu-on-loop", "time-spent", "lost-updates", "one-core");
    }

    @Test
    void aSettingReachesWhatItNamesAndNothingElse() {
        Plan plan = plan(
                List.of("countdown"),
                List.of("giant-lock-timed", "giant-lock-tick"),
                Map.of("count", "5k", "giant-lock-timed.switch-interval", "1ms"));

        assertThat(plan.entries())
                .hasSize(2)
                .allSatisfy(
                        entry -> assertThat(entry.configuration().parameters()).containsEntry("count", "5k"));
        assertThat(plan.entries())
                .anySatisfy(
                        entry -> assertThat(entry.configuration().options()).containsEntry("switch-interval", "1ms"));
    }

    @Test
    void namesMayBePatterns() {
        Plan plan = plan(List.of("countd*", "cpu-thr*"), List.of("sequential", "giant-lock-t*"), Map.of());

        assertThat(plan.experiments())
                .extracting(planned -> planned.experiment().name())
                .containsExactly("cpu-threads");
        assertThat(plan.entries())
                .extracting(entry ->
                        entry.experiment() + " " + entry.configuration().strategy())
                .contains("countdown sequential", "countdown giant-lock-tick", "cpu-threads giant-lock-timed")
                .noneMatch(entry -> entry.endsWith("giant-lock-fair") || entry.endsWith(" threads"));
    }

    @Test
    void theSuiteWithItsOwnSettingsStillJudges() {
        Plan plan = plan(List.of(), List.of("sequential", "threads"), Map.of());

        assertThat(plan.entries())
                .extracting(entry -> entry.configuration().strategy())
                .containsOnly("sequential", "threads");
    }

    @Test
    void experimentsThatMeasureTheSameThingShareIt() {
        Plan plan = plan(List.of("cpu-threads", "process-speedup"), List.of(), Map.of());

        assertThat(plan.configurations().size()).isLessThan(plan.entries().size());
    }

    @Test
    void aContenderIsConfinedToAsManyProcessorsAsItAsksFor() {
        assertThat(processors(List.of(1, 3, 4)))
                .containsEntry("tick-1", List.of(1))
                .containsEntry("tick-2", List.of(1, 3));
        assertThat(processors(List.of(1))).containsEntry("tick-1", List.of(1)).containsEntry("tick-2", List.of(1));
    }

    private static Map<String, List<Integer>> processors(List<Integer> allowed) {
        Request request = new Request(
                List.of("one-core"), Preset.QUICK, List.of(), Map.of(), allowed, Optional.empty(), Optional.empty());
        return Planner.plan(CATALOG, request).entries().stream()
                .collect(Collectors.toMap(
                        Plan.Entry::label, entry -> entry.configuration().cpus()));
    }

    @Test
    void everyExperimentCanBePlanned() {
        for (Experiment experiment : CATALOG.experiments()) {
            for (Preset preset : Preset.values()) {
                Request request = new Request(
                        List.of(experiment.name()),
                        preset,
                        List.of(),
                        Map.of(),
                        List.of(0, 1),
                        Optional.empty(),
                        Optional.empty());
                Plan plan = Planner.plan(CATALOG, request);
                assertThat(plan.entries().size() + plan.skipped().size())
                        .as(experiment.name())
                        .isEqualTo(experiment.contenders(preset).size());
            }
        }
    }

    @Test
    void anExperimentThatNamesAStrategyThatIsNotThereIsToldSo() {
        Catalog withoutStrategies = Catalog.load(new ClassLoader(PlannerTest.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                return name.contains(Strategy.class.getName())
                        ? Collections.emptyEnumeration()
                        : super.getResources(name);
            }
        });
        Request request = new Request(
                List.of("one-core"),
                Preset.QUICK,
                List.of(),
                Map.of(),
                List.of(0, 1),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> Planner.plan(withoutStrategies, request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("unknown strategy of experiment one-core 'giant-lock-tick' (there are none)");
    }

    @Test
    void aConfigurationPassesThroughTheCommandLineUnchanged() {
        Map<String, String> odd = Map.of("a", "1&2=3", "b b", "", "c", "%µ");

        assertThat(Configuration.decode(Configuration.encode(odd))).isEqualTo(odd);
        assertThat(Configuration.decode(Configuration.encode(Map.of()))).isEmpty();
    }
}
