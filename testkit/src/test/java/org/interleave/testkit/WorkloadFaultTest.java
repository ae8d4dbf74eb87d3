package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.interleave.core.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract of workloads finds each fault, and does not blame it on the wrong rule. */
class WorkloadFaultTest {

    private static final String FAULT = "workload-fault";

    @ParameterizedTest
    @EnumSource(WorkloadFault.class)
    void faultBreaksItsRuleAndNoOther(WorkloadFault fault) {
        Events tests = run(fault.name());
        Set<WorkloadRule> broken = tests.failed()
                .map(WorkloadFaultTest::rule)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(WorkloadRule.class)));

        assertThat(broken).as(failures(tests)).containsExactly(fault.rule());
    }

    @Test
    void whatIsSoundBreaksNone() {
        Events tests = run("");

        assertThat(failures(tests)).isEmpty();
        assertThat(tests.succeeded().map(WorkloadFaultTest::rule)).contains(WorkloadRule.values());
    }

    @Test
    void everyRuleIsBrokenBySomeFault() {
        assertThat(Arrays.stream(WorkloadFault.values()).map(WorkloadFault::rule))
                .contains(WorkloadRule.values());
    }

    private static Events run(String fault) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Faulty.class))
                .configurationParameter(FAULT, fault)
                .execute()
                .testEvents();
    }

    private static WorkloadRule rule(Event event) {
        MethodSource test = (MethodSource) event.getTestDescriptor().getSource().orElseThrow();
        return test.getJavaMethod().getAnnotation(ChecksWorkload.class).value();
    }

    private static String failures(Events tests) {
        return tests.failed().stream()
                .map(event -> rule(event) + " by "
                        + event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** The contract of a workload whose fault is named by a configuration parameter. Run only from here. */
    static class Faulty extends WorkloadContract {

        private Workload<?> workload = new WorkloadFault.Sound();

        @RegisterExtension
        private final BeforeEachCallback choice = this::choose;

        private void choose(ExtensionContext context) {
            String fault = context.getConfigurationParameter(FAULT).orElse("");
            if (!fault.isEmpty()) {
                workload = WorkloadFault.valueOf(fault).workload();
            }
        }

        @Override
        protected Workload<?> workload() {
            return workload;
        }
    }
}
