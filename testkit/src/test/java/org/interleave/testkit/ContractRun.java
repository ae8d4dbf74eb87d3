package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/**
 * A run of a contract within a test.
 *
 * @param tests of the contract
 * @param ruleOf says which rule a test of it checks
 * @param <R> the rules of the contract
 */
record ContractRun<R>(Events tests, Function<Method, R> ruleOf) {

    /**
     * Runs one.
     *
     * @param parameter the configuration parameter by which the contract chooses its subject
     * @param fault that the subject has; an empty one for a sound subject
     */
    static <R> ContractRun<R> of(
            String parameter, String fault, Function<Method, R> ruleOf, DiscoverySelector... selected) {
        return new ContractRun<>(
                EngineTestKit.engine("junit-jupiter")
                        .selectors(selected)
                        .configurationParameter(parameter, fault)
                        .execute()
                        .testEvents(),
                ruleOf);
    }

    /** The fault was found, and no other rule was blamed. */
    void assertBreaksOnly(R rule) {
        assertThat(tests.failed().stream().map(this::rule).distinct())
                .as(failures())
                .containsExactly(rule);
    }

    /** The subject was found to be sound, by tests of all rules. */
    void assertKeeps(List<R> rules) {
        assertThat(failures()).isEmpty();
        assertThat(tests.succeeded().stream().map(this::rule)).containsAll(rules);
    }

    private R rule(Event event) {
        return ruleOf.apply(method(event));
    }

    /** The method of the test that an event is of. */
    static Method method(Event event) {
        return ((MethodSource) event.getTestDescriptor().getSource().orElseThrow()).getJavaMethod();
    }

    private String failures() {
        return tests.failed().stream()
                .map(event -> rule(event) + " by "
                        + event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
