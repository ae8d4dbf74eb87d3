package org.interleave.workbench.experiments;

import java.util.List;
import org.interleave.core.Experiment;
import org.interleave.core.catalog.Catalog;
import org.interleave.testkit.ExperimentContract;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The experiments that Interleave comes with pass the contract of experiments. */
@ParameterizedClass
@MethodSource("experiments")
class BuiltInExperimentsContractTest extends ExperimentContract {

    private static final Catalog CATALOG = Catalog.load(BuiltInExperimentsContractTest.class.getClassLoader());

    @Parameter
    private NamedExperiment subject = experiments().getFirst();

    /** An experiment that is called by its name in reports of tests. */
    record NamedExperiment(String name, Experiment experiment) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<NamedExperiment> experiments() {
        return CATALOG.experiments().stream()
                .map(experiment -> new NamedExperiment(experiment.name(), experiment))
                .toList();
    }

    @Override
    protected Experiment experiment() {
        return subject.experiment();
    }

    @Override
    protected Catalog catalog() {
        return CATALOG;
    }
}
