package org.interleave.testkit;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.workloads.Countdown;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The contract of a strategy with a fault, which is named by a configuration parameter. Run only by {@link FaultTest}.
 *
 * <p>Patience is short only where the fault is expected to show, so that a slow machine breaks no other rule.
 */
@ExtendWith(FaultyContract.Parameters.class)
class FaultyContract extends StrategyContract {

    /** The name of the configuration parameter. */
    static final String FAULT = "fault";

    private final Fault fault;
    private final Method test;

    FaultyContract(Fault fault, Method test) {
        this.fault = fault;
        this.test = test;
    }

    @Override
    protected Strategy strategy() {
        return fault.strategy();
    }

    @Override
    protected List<Workload<?>> workloads() {
        return List.of(new Countdown());
    }

    @Override
    protected Duration patience() {
        boolean expectedToFail = test.getAnnotation(Checks.class).value() == fault.rule();
        return expectedToFail ? Duration.ofSeconds(1) : super.patience();
    }

    /** Answers with the fault that is named, and with the test. */
    static final class Parameters implements ParameterResolver {

        @Override
        public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
            return ExtensionContextScope.TEST_METHOD;
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == Fault.class || type == Method.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Method.class
                    ? context.getRequiredTestMethod()
                    : Fault.valueOf(context.getConfigurationParameter(FAULT).orElseThrow());
        }
    }
}
