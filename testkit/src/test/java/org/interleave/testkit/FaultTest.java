package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract finds each fault, and does not blame it on the wrong rule. */
class FaultTest {

    @ParameterizedTest
    @EnumSource(Fault.class)
    void faultBreaksItsRuleAndNoOther(Fault fault) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(FaultyContract.class))
                .configurationParameter(FaultyContract.FAULT, fault.name())
                .execute()
                .testEvents();
        Set<Rule> broken =
                tests.failed().map(FaultTest::rule).collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
        assertThat(broken).as(failures(tests)).containsExactly(fault.rule());
    }

    private static String failures(Events tests) {
        return tests.failed().stream()
                .map(event -> rule(event) + " by "
                        + event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    @Test
    void everyRuleIsBrokenBySomeFault() {
        assertThat(Arrays.stream(Fault.values()).map(Fault::rule)).contains(Rule.values());
    }

    static Rule rule(Event event) {
        MethodSource test = (MethodSource) event.getTestDescriptor().getSource().orElseThrow();
        return test.getJavaMethod().getAnnotation(Checks.class).value();
    }
}
