package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Metric;
import org.interleave.core.StrategyException;
import org.junit.jupiter.api.Test;

/** What strategies and workloads report is checked before it becomes a measure of a row. */
class MetricRulesTest {

    @Test
    void metricsThatCannotBeUsedAreNamedWithTheReason() {
        assertThat(MetricRules.RESERVED).contains("wall_s", "cpu_s", "others_cpus", "jit");
        refuses("cpu_s", new Metric(1, "s"), "reserved");
        refuses("odd", new Metric(Double.NaN, "1"), "is not a number: NaN");
        refuses("odd", new Metric(Double.POSITIVE_INFINITY, "s"), "is not a number: Infinity");
        refuses("a \"b\"\n", new Metric(1, "1"), "metric 'a \"b\"\\n' of workload w has a name that is not one");
        refuses("", new Metric(1, "1"), "has a name that is not one");
        refuses("odd", new Metric(1, " "), "has no unit");
        refuses("odd", new Metric(1, "\n"), "has no unit");
        Map<String, Metric> missing = new LinkedHashMap<>();
        missing.put("odd", null);
        assertThatThrownBy(() -> MetricRules.check("workload w", missing, Optional.empty()))
                .hasMessageEndingWith("is null");
        Map<String, Metric> good = Map.of("held_share.15", Metric.ratio(1), "rate_p99", new Metric(1, "1/s"));
        MetricRules.check("workload w", good, Optional.empty());
        MetricRules.check("workload w", good, Optional.of(Set.of("held_share", "rate_p99", "other")));
        assertThatThrownBy(() -> MetricRules.check("workload w", good, Optional.of(Set.of("held_share"))))
                .isInstanceOf(StrategyException.class)
                .hasMessage("metric 'rate_p99' of workload w is not among those that it declares");
        assertThatThrownBy(() -> MetricRules.checkDistinct("workload w", good, "strategy s", good))
                .hasMessageEndingWith("is reported by both workload w and strategy s");
    }

    private static void refuses(String name, Metric metric, String reason) {
        assertThatThrownBy(() -> MetricRules.check("workload w", Map.of(name, metric), Optional.empty()))
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining(reason);
    }
}
