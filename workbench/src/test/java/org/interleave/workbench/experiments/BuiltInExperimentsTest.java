package org.interleave.workbench.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInExperimentsTest {

    private static Stream<Experiment> experiments() {
        return ServiceLoader.load(Experiment.class).stream().map(ServiceLoader.Provider::get);
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
                claim.measures().forEach(measure -> spoken.add(measure.label()));
            }
            assertThat(labels).containsAll(spoken);
        }
        assertThat(experiment.claims())
                .isNotEmpty()
                .extracting(Claim::statement)
                .doesNotHaveDuplicates();
        assertThat(experiment.question()).endsWith("?");
        assertThat(experiment.highlights())
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"));
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void whatExperimentsSetIsAllowed(Experiment experiment) {
        Catalog catalog = Catalog.load(BuiltInExperimentsTest.class.getClassLoader());
        for (Preset preset : Preset.values()) {
            for (Contender contender : experiment.contenders(preset)) {
                Workload<?> workload = catalog.workload(contender.workload());
                assertThat(Parameters.of(workload.name(), workload.parameters(), contender.parameters(), preset)
                                .asText())
                        .containsAllEntriesOf(contender.parameters());
            }
        }
    }
}
