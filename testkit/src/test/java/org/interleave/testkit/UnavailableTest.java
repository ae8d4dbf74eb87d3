package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyException;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Of a strategy that cannot run here only the description is checked. */
class UnavailableTest {

    private static final String REASON = "no compiler; install gcc";

    @Test
    void allRulesButThoseOfTheDescriptionAreSkippedWithTheReason() {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(UnavailableContract.class))
                .execute()
                .testEvents();
        assertThat(rules(tests.aborted())).isEqualTo(EnumSet.complementOf(EnumSet.of(Rule.R18)));
        assertThat(rules(tests.succeeded())).containsExactly(Rule.R18);
        assertThat(tests.aborted().list())
                .allSatisfy(event -> assertThat(event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable())
                        .hasValueSatisfying(skipped -> assertThat(skipped).hasMessageContaining(REASON)));
    }

    private static Set<Rule> rules(Events events) {
        return events.stream()
                .map((Event event) -> FaultTest.rule(ContractRun.method(event)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    }

    /** Run only by this test. */
    static class UnavailableContract extends StrategyContract {

        @Override
        protected Strategy strategy() {
            return new ReferenceStrategy() {
                @Override
                public Availability availability(Parameters options) {
                    return new Availability.Unavailable(REASON);
                }

                @Override
                public Execution open(Parameters options) {
                    throw new StrategyException(REASON);
                }
            };
        }
    }
}
