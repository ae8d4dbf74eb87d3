package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.Claim.Bound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClaimTest {

    private static Stream<Experiment> experiments() {
        return ServiceLoader.load(Experiment.class).stream().map(ServiceLoader.Provider::get);
    }

    @Test
    void boundsReadAsInTheTable() {
        assertThat(Bound.atMost(0.6)).hasToString("≤ 0.6");
        assertThat(Bound.atLeast(20)).hasToString("≥ 20");
        assertThat(Bound.between(0.9, 1.15)).hasToString("0.9 … 1.15");
        assertThat(Bound.between(0, 0)).hasToString("= 0");
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void labelsAreUniqueAndClaimsSpeakOfThem(Experiment experiment) {
        for (Preset preset : Preset.values()) {
            List<String> labels =
                    experiment.contenders(preset).stream().map(Contender::label).toList();
            assertThat(labels).doesNotHaveDuplicates().isNotEmpty();
            Set<String> spoken = new HashSet<>();
            for (Claim claim : experiment.claims()) {
                spoken.add(claim.measure().label());
                claim.divisor().ifPresent(divisor -> spoken.add(divisor.label()));
            }
            assertThat(labels).containsAll(spoken);
        }
        assertThat(experiment.claims())
                .isNotEmpty()
                .extracting(Claim::statement)
                .doesNotHaveDuplicates();
        assertThat(experiment.question()).endsWith("?");
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void whatExperimentsSetIsAllowed(Experiment experiment) {
        Catalog catalog = Catalog.load(ClaimTest.class.getClassLoader());
        for (Contender contender : experiment.contenders(Preset.QUICK)) {
            Workload<?> workload = catalog.workload(contender.workload());
            assertThat(Parameters.of(workload.name(), workload.parameters(), contender.parameters(), Preset.QUICK)
                            .asText())
                    .containsAllEntriesOf(contender.parameters());
        }
    }
}
