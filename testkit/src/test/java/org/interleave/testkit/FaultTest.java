package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract finds each fault, and does not blame it on the wrong rule. */
class FaultTest {

    @ParameterizedTest
    @EnumSource(Fault.class)
    void faultBreaksItsRule(Fault fault) {
        DiscoverySelector[] testsOfTheRule = Arrays.stream(StrategyContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Checks.class))
                .filter(method -> method.getAnnotation(Checks.class).value() == fault.rule())
                .map(method -> selectMethod(FaultyContract.class, method))
                .toArray(DiscoverySelector[]::new);
        assertBreaksItsRuleOnly(fault, testsOfTheRule);
    }

    /** That is as many contracts as there are faults. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    @Tag("thorough")
    void faultBreaksItsRuleAndNoOther(Fault fault) {
        assertBreaksItsRuleOnly(fault, selectClass(FaultyContract.class));
    }

    private static void assertBreaksItsRuleOnly(Fault fault, DiscoverySelector... selected) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selected)
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
