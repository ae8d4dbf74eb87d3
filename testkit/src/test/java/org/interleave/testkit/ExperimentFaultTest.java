package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract of experiments finds each fault, and does not blame it on the wrong rule. */
class ExperimentFaultTest {

    private static final String FAULT = "experiment-fault";

    @ParameterizedTest
    @EnumSource(ExperimentFault.class)
    void faultBreaksItsRuleAndNoOther(ExperimentFault fault) {
        Events tests = run(fault.name());
        Set<ExperimentRule> broken = tests.failed()
                .map(ExperimentFaultTest::rule)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ExperimentRule.class)));

        assertThat(broken).as(failures(tests)).containsExactly(fault.rule());
    }

    @Test
    void whatIsSoundBreaksNone() {
        Events tests = run("");

        assertThat(failures(tests)).isEmpty();
        assertThat(tests.succeeded().map(ExperimentFaultTest::rule)).contains(ExperimentRule.values());
    }

    @Test
    void everyRuleIsBrokenBySomeFault() {
        assertThat(Arrays.stream(ExperimentFault.values()).map(ExperimentFault::rule))
                .contains(ExperimentRule.values());
    }

    private static Events run(String fault) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Faulty.class))
                .configurationParameter(FAULT, fault)
                .execute()
                .testEvents();
    }

    private static ExperimentRule rule(Event event) {
        MethodSource test = (MethodSource) event.getTestDescriptor().getSource().orElseThrow();
        return test.getJavaMethod().getAnnotation(ChecksExperiment.class).value();
    }

    private static String failures(Events tests) {
        return tests.failed().stream()
                .map(event -> rule(event) + " by "
                        + event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .collect(Collectors.joining(System.lineSeparator()));
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
