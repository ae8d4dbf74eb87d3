package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import org.interleave.core.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of workloads finds each fault, and does not blame it on the wrong rule. */
class WorkloadFaultTest {

    private static final String FAULT = "workload-fault";

    @ParameterizedTest
    @EnumSource(WorkloadFault.class)
    void faultBreaksItsRuleAndNoOther(WorkloadFault fault) {
        run(fault.name()).assertBreaksOnly(fault.rule());
    }

    @Test
    void whatIsSoundBreaksNone() {
        run("").assertKeeps(List.of(WorkloadRule.values()));
    }

    @Test
    void everyRuleIsBrokenBySomeFault() {
        assertThat(Arrays.stream(WorkloadFault.values()).map(WorkloadFault::rule))
                .contains(WorkloadRule.values());
    }

    private static ContractRun<WorkloadRule> run(String fault) {
        return ContractRun.of(
                FAULT, fault, test -> test.getAnnotation(ChecksWorkload.class).value(), selectClass(Faulty.class));
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
