package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;

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
        ContractRun.of(FaultyContract.FAULT, fault.name(), FaultTest::rule, selected)
                .assertBreaksOnly(fault.rule());
    }

    @Test
    void everyRuleIsBrokenBySomeFault() {
        assertThat(Arrays.stream(Fault.values()).map(Fault::rule)).contains(Rule.values());
    }

    static Rule rule(Method test) {
        return test.getAnnotation(Checks.class).value();
    }
}
