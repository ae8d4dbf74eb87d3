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
import org.interleave.core.Claim;
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
                Request.of(names, Preset.QUICK, List.of(0, 1))
                        .withStrategies(strategies)
                        .withSettings(settings));
    }

    @Test
    void theSuiteRunsWhatOneWouldChooseBetween() {
        Plan suite = plan(List.of(), List.of(), Map.of());

        assertThat(suite.entries())
                .extracting(Plan.Entry::label)
                .contains("sequential", "threads", "giant-lock-timed", "processes", "netty")
                .doesNotContain("giant-lock-tick", "netty/per-cpu", "native-held", "remote-nodes");
        assertThat(suite.entries().size()).isBetween(25, 35);
    }

    @Test
    void allOfTheSuiteIsEveryStrategyThatCanAndSaysWhyTheOthersCannot() {
        Plan suite = Planner.plan(
                CATALOG, Request.of(List.of(), Preset.QUICK, List.of(0, 1)).withAll(true));

        int workloads = 4;
        int contenders = CATALOG.strategies().stream()
                .mapToInt(strategy -> 1 + strategy.variants(2).size())
                .sum();
        assertThat(suite.entries().size() + suite.skipped().size()).isEqualTo(contenders * workloads);
        assertThat(suite.skipped()).anySatisfy(omission -> {
            assertThat(omission.strategy()).isEqualTo("sequential");
            assertThat(omission.workload()).isEqualTo("echo");
            assertThat(omission.reason()).isNotBlank();
        });
    }

    @Test
    void aVariantIsSelectedByItsLabelAndByPatternsButNotByTheStrategysName() {
        assertThat(labels("netty")).containsExactly("netty");
        assertThat(labels("netty/per-cpu")).containsExactly("netty/per-cpu");
        assertThat(labels("netty*")).containsExactly("netty", "netty/per-cpu");
        assertThat(labels("*/per-cpu"))
                .contains("netty/per-cpu", "vertx/per-cpu")
                .doesNotContain("netty");
        assertThat(plan(List.of("countdown"), List.of("netty/per-cpu"), Map.of())
                        .entries()
                        .getFirst()
                        .configuration()
                        .options())
                .containsEntry("event-loops", "2");
    }

    private static List<String> labels(String pattern) {
        return plan(List.of("countdown"), List.of(pattern), Map.of()).entries().stream()
                .map(Plan.Entry::label)
                .toList();
    }

    @Test
    void aVariantWhoseOptionIsSetToSomethingElseIsLeftOutAndSaysWhy() {
        Plan plan = plan(List.of("countdown"), List.of("netty*"), Map.of("netty.event-loops", "3"));

        assertThat(plan.entries()).extracting(Plan.Entry::label).containsExactly("netty");
        assertThat(plan.skipped()).singleElement().satisfies(omission -> {
            assertThat(omission.label()).isEqualTo("netty/per-cpu");
            assertThat(omission.reason()).isEqualTo("--set event-loops is what makes it a variant");
        });
    }

    @Test
    void whatAWorkloadNeedsMayDependOnItsParameters() {
        Plan waits = plan(List.of("mix"), List.of("akka", "threads"), Map.of("share", "wait:1,message:1"));
        assertThat(waits.entries()).extracting(Plan.Entry::label).containsExactlyInAnyOrder("akka", "threads");
        Plan shares = plan(List.of("mix"), List.of("akka", "threads"), Map.of("share", "wait:1,cell:1"));
        assertThat(shares.entries()).extracting(Plan.Entry::label).containsExactly("threads");
        assertThat(shares.skipped())
                .filteredOn(omission -> omission.label().equals("akka"))
                .singleElement()
                .satisfies(omission -> assertThat(omission.reason()).isEqualTo("its tasks share no memory"));
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
        Request request = Request.of(List.of("countdown"), Preset.QUICK, List.of(0, 1))
                .withStrategies(List.of("sequential", "threads"))
                .withBaseline(Optional.of(name));
        return Planner.plan(CATALOG, request);
    }

    @Test
    void asManyForksAsAreAskedForOrAsThePresetHas() {
        Request request =
                Request.of(List.of("countdown"), Preset.FULL, List.of(0, 1)).withForks(Optional.of(2));

        assertThat(Planner.plan(CATALOG, request).repetitions())
                .isEqualTo(Repetitions.of(Preset.FULL).withForks(2));
        assertThat(plan(List.of(), List.of(), Map.of()).repetitions()).isEqualTo(Repetitions.SUITE);
    }

    @Test
    void rowsOfAnExperimentAreItsOwnAndThoseOfAWorkloadOrTheSuiteAreNot() {
        Plan both = plan(List.of("cpu-threads", "countdown"), List.of("giant-lock-timed"), Map.of());

        assertThat(both.ofExperiments()).extracting(Plan.Entry::experiment).containsExactly("cpu-threads");
        assertThat(both.entries()).hasSize(2);
        assertThat(plan(List.of(), List.of(), Map.of()).ofExperiments()).isEmpty();
    }

    @Test
    void theSuiteJudgesTheExperimentsThatItCovers() {
        assertThat(plan(List.of(), List.of(), Map.of()).experiments())
                .extracting(planned -> planned.experiment().name())
                .contains("cpu-threads", "io-threads", "process-speedup")
                .doesNotContain("io-response", "time-spent", "lost-updates", "one-core");
        assertThat(plan(List.of(), List.of(), Map.of()).experiments())
                .allSatisfy(planned -> assertThat(planned.claims())
                        .isNotEmpty()
                        .allSatisfy(claim -> assertThat(planned.items().keySet())
                                .containsAll(claim.measures().stream()
                                        .map(Claim.Measure::label)
                                        .toList())));
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
        Request request = Request.of(List.of("one-core"), Preset.QUICK, allowed);
        return Planner.plan(CATALOG, request).entries().stream()
                .collect(Collectors.toMap(
                        Plan.Entry::label, entry -> entry.configuration().cpus()));
    }

    @Test
    void everyExperimentCanBePlanned() {
        for (Experiment experiment : CATALOG.experiments()) {
            for (Preset preset : Preset.values()) {
                Request request = Request.of(List.of(experiment.name()), preset, List.of(0, 1));
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
        Request request = Request.of(List.of("one-core"), Preset.QUICK, List.of(0, 1));
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
