package org.interleave.workbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans of two builds, and of more work for one strategy. */
class BuildsTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private static Request request(String name) {
        return Request.of(List.of(name), Preset.QUICK, List.of(0, 1)).withStrategies(List.of("sequential", "threads"));
    }

    private static Plan plan(Request request) {
        return Planner.plan(CATALOG, request);
    }

    @Test
    void everythingIsMeasuredByBothBuildsInForksThatSpeakForThemselves() {
        Plan plan = plan(request("countdown").withAgainst("/elsewhere"));

        assertThat(plan.entries())
                .extracting(Plan.Entry::label)
                .containsExactly("sequential old", "sequential new", "threads old", "threads new");
        assertThat(plan.configurations())
                .extracting(Configuration::twin)
                .containsExactly(Builds.OLD, Builds.NEW, Builds.OLD, Builds.NEW);
        assertThat(plan.repetitions().forks()).isEqualTo(6);
        assertThat(plan.experiments()).isEmpty();
        assertThat(plan(request("countdown").withAgainst("/elsewhere").withForks(Optional.of(2)))
                        .repetitions()
                        .forks())
                .isEqualTo(2);
    }

    @Test
    void whatOneBuildMeasuresIsCalledAsInAPlanForItAlone() {
        Plan alone = plan(request("countdown"));
        Plan both = plan(request("countdown").withAgainst("/elsewhere"));

        assertThat(Builds.only(both, Builds.OLD).entries())
                .extracting(Plan.Entry::label)
                .isEqualTo(alone.entries().stream().map(Plan.Entry::label).toList());
        assertThat(Builds.only(both, Builds.NEW).configurations())
                .allSatisfy(configuration -> assertThat(configuration.twin()).isEqualTo(Builds.NEW));
    }

    @Test
    void aHandicapIsMoreWorkForOneStrategyOfThisBuild() {
        Handicap handicap = Handicap.parse("threads=30");
        Plan plan = plan(request("countdown").withAgainst("/elsewhere").withHandicap(Optional.of(handicap)));

        assertThat(plan.configurations())
                .extracting(configuration ->
                        handicap.applied(CATALOG, configuration).parameters().get("count"))
                .containsExactly("3M", "3M", "3M", "3900k");
        assertThat(plan.configurations())
                .extracting(configuration -> configuration.parameters().get("count"))
                .containsOnly("3M");
    }

    @Test
    void aHandicapThatCannotBeGivenIsRefused() {
        assertThatThrownBy(() -> plan(request("countdown").withHandicap(Optional.of(Handicap.parse("thread=30")))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "unknown strategy of --handicap 'thread'; did you mean 'threads'? (known: sequential, threads)");
        assertThatThrownBy(() -> plan(request("primes").withHandicap(Optional.of(Handicap.parse("threads=30")))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("--handicap cannot raise a parameter of workload primes");
    }

    @ParameterizedTest
    @CsvSource({"threads", "threads=", "threads=x", "threads=0", "threads=-5", "threads=1001", "=30", "threads=NaN"})
    void aHandicapIsAStrategyAndAShare(String text) {
        assertThatThrownBy(() -> Handicap.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--handicap " + text + " is not STRATEGY=PERCENT, more than 0 and at most 1000");
    }

    @Test
    void aMeasureThatNoRowCanHaveIsRefused() {
        Plan plan = plan(request("countdown"));
        plan.checkMeasure(CATALOG, "wall_s");
        assertThatThrownBy(() -> plan.checkMeasure(CATALOG, "latency_p50"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("unknown measure 'latency_p50'");
    }
}
