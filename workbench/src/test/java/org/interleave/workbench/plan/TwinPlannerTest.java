package org.interleave.workbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.api.Test;

class TwinPlannerTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private static Plan plan(String workload, Map<String, String> settings, Twins twins) {
        Request request = Request.of(List.of(workload), Preset.QUICK, List.of(0, 1))
                .withStrategies(List.of("sequential", "threads"))
                .withSettings(settings);
        return Planner.plan(CATALOG, request.withTwins(twins));
    }

    @Test
    void everyContenderIsMeasuredTwiceAsOftenAsThePairsTake() {
        Plan plan = plan("countdown", Map.of(), new Twins(5, 0, 6));

        assertThat(plan.entries())
                .extracting(Plan.Entry::label)
                .containsExactly("sequential A", "sequential B", "threads A", "threads B");
        assertThat(plan.configurations()).hasSize(4);
        assertThat(plan.repetitions().forks()).isEqualTo(3 * 6);
        assertThat(plan.entries().get(0).configuration().parameters())
                .isEqualTo(plan.entries().get(1).configuration().parameters());
    }

    @Test
    void withAHandicapTheSecondHasSoMuchMoreToDo() {
        Plan plan = plan("countdown", Map.of("count", "1M"), new Twins(1, 5, 6));

        assertThat(plan.entries())
                .extracting(entry -> entry.configuration().parameters().get("count"))
                .containsExactly("1M", "1050k", "1M", "1050k");
    }

    @Test
    void whatCannotBeRaisedIsRefused() {
        assertThatThrownBy(() -> plan("countdown", Map.of("count", "1"), new Twins(1, 5, 6)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--handicap cannot raise a parameter of workload countdown: count=1 is too small for it");
        assertThatThrownBy(() -> plan("primes", Map.of(), new Twins(1, 5, 6)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--handicap cannot raise a parameter of workload primes: it has none that its work is in"
                        + " proportion to");
    }

    @Test
    void aHandicapIsAWholeNumberOfRequests() {
        Plan plan = plan("echo", Map.of("rate", "100", "duration", "60ms"), new Twins(1, 5, 6));

        assertThat(plan.entries())
                .extracting(entry -> entry.configuration().parameters().get("duration"))
                .containsExactly("200ms", "210ms");
        assertThat(plan("echo", Map.of("rate", "100", "duration", "300ms"), new Twins(1, 5, 6))
                        .entries())
                .extracting(entry -> entry.configuration().parameters().get("duration"))
                .containsExactly("400ms", "420ms");
        assertThat(plan("echo", Map.of("rate", "100", "duration", "60ms"), new Twins(1, 0, 6))
                        .entries())
                .extracting(entry -> entry.configuration().parameters().get("duration"))
                .containsExactly("60ms", "60ms");
    }

    @Test
    void whatAHandicapRaisesMayDependOnTheOtherParameters() {
        assertThat(plan("mix", Map.of("requests", "200"), new Twins(1, 5, 6)).entries())
                .extracting(entry -> entry.configuration().parameters().get("requests"))
                .containsExactly("200", "210");
        assertThat(plan("mix", Map.of("rate", "200", "duration", "1s"), new Twins(1, 5, 6))
                        .entries())
                .extracting(entry -> entry.configuration().parameters().get("duration"))
                .containsExactly("1s", "1050ms");
    }
}
