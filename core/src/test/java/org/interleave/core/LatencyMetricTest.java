package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyMetricTest {

    private static final String NAME = "latency";

    private static Histogram of(int count) {
        Histogram latencies = new Histogram(3);
        for (int i = 1; i <= count; i++) {
            latencies.recordValue(1_000_000L * i);
        }
        return latencies;
    }

    @Test
    void namesAreTheHistogramsWithASuffix() {
        assertThat(LatencyMetric.names(NAME))
                .containsExactlyInAnyOrder(
                        "latency_p50", "latency_p90", "latency_p99", "latency_p999", "latency_max", "latency_count");
        assertThat(LatencyMetric.P999.of("lateness")).isEqualTo("lateness_p999");
    }

    /** With the fewest the slowest exceeds the quantile in 95 % of all cases, with a fiftieth less it does not. */
    @ParameterizedTest
    @CsvSource({"P90, 0.9, 29", "P99, 0.99, 299", "P999, 0.999, 2999"})
    void aQuantileIsToldOnlyOfEnough(LatencyMetric quantile, double share, int fewest) {
        assertThat(1 - Math.pow(share, fewest)).isGreaterThanOrEqualTo(0.95);
        assertThat(1 - Math.pow(share, fewest * 0.98)).isLessThan(0.95);
        assertThat(quantile.in(of(fewest - 1))).isEmpty();
        assertThat(quantile.in(of(fewest))).hasValueSatisfying(metric -> {
            assertThat(metric.unit()).isEqualTo("s");
            assertThat(metric.value()).isBetween(share * fewest * 0.001 * 0.99, (share * fewest + 1) * 0.001 * 1.01);
        });
    }

    @Test
    void theMedianTheSlowestAndTheirNumberAreToldOfOne() {
        assertThat(LatencyMetric.P50.in(of(1)))
                .hasValueSatisfying(metric -> assertThat(metric.value()).isBetween(0.000_999, 0.001_001));
        assertThat(LatencyMetric.MAX.in(of(3)))
                .hasValueSatisfying(metric -> assertThat(metric.value()).isBetween(0.002_99, 0.003_01));
        assertThat(LatencyMetric.COUNT.in(of(3))).contains(Metric.count(3));
        assertThat(LatencyMetric.COUNT.in(of(0))).contains(Metric.count(0));
        assertThat(LatencyMetric.P50.in(of(0))).isEmpty();
        assertThat(LatencyMetric.MAX.in(of(0))).isEmpty();
    }
}
