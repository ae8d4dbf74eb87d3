package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.interleave.core.Experiment;
import org.interleave.core.Strategy;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of experiments finds each fault, and does not blame it on the wrong rule. */
class ExperimentFaultTest {

    private static final String FAULT = "experiment-fault";

    @ParameterizedTest
    @EnumSource(ExperimentFault.class)
    void faultBreaksItsRuleAndNoOther(ExperimentFault fault) {
        run(fault.name()).assertBreaksOnly(fault.rule());
    }

    @Test
    void whatIsSoundBreaksNone() {
        run("").assertKeeps(List.of(ExperimentRule.values()));
    }

    @Test
    void everyRuleIsBrokenBySomeFault() {
        assertThat(Arrays.stream(ExperimentFault.values()).map(ExperimentFault::rule))
                .contains(ExperimentRule.values());
    }

    private static ContractRun<ExperimentRule> run(String fault) {
        return ContractRun.of(
                FAULT, fault, test -> test.getAnnotation(ChecksExperiment.class).value(), selectClass(Faulty.class));
    }

    /** The contract of an experiment whose fault is named by a configuration parameter. Run only from here. */
    static class Faulty extends ExperimentContract {

        private Experiment experiment = new ExperimentFault.Sound();

        @TempDir
        private Path directory = Path.of("");

        @RegisterExtension
        private final BeforeEachCallback choice = this::choose;

        private void choose(ExtensionContext context) {
            String fault = context.getConfigurationParameter(FAULT).orElse("");
            if (!fault.isEmpty()) {
                experiment = ExperimentFault.valueOf(fault).experiment();
            }
        }

        @Override
        protected Experiment experiment() {
            return experiment;
        }

        /** With the one strategy that there is here. */
        @Override
        protected Catalog catalog() {
            try {
                Path services = Files.createDirectories(directory.resolve("META-INF/services"));
                Files.writeString(services.resolve(Strategy.class.getName()), ReferenceWithName.class.getName());
                URL[] urls = {directory.toUri().toURL()};
                try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
                    return Catalog.load(loader);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The reference as a provider of a service. */
    public static final class ReferenceWithName extends ReferenceStrategy {

        /** Made by its name. */
        public ReferenceWithName() {}
    }
}
