package org.interleave.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Experiment;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.Workload;
import org.junit.jupiter.api.Test;

/** What the catalog wraps answers for what is in it: a method with a default that is not handed on answers for nobody. */
class DescribedTest {

    @Test
    void everyMethodIsHandedOn() {
        assertThat(signatures(DescribedWorkload.class)).containsAll(signatures(Workload.class));
        assertThat(signatures(DescribedExperiment.class)).containsAll(signatures(Experiment.class));
    }

    /** But for those that stand in the description. */
    @Test
    void everyMethodOfAStrategyIsHandedOn() {
        List<String> described = methods(StrategyDescription.class);
        assertThat(methods(DescribedStrategy.class))
                .containsAll(methods(Strategy.class).stream()
                        .filter(method -> !described.contains(method))
                        .toList());
    }

    private static List<String> methods(Class<?> type) {
        return declared(type).map(Method::getName).toList();
    }

    private static List<String> signatures(Class<?> type) {
        return declared(type)
                .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
                .toList();
    }

    private static Stream<Method> declared(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic());
    }
}
