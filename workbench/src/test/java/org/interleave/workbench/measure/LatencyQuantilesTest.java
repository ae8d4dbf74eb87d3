package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyQuantilesTest {

    static String encoded(long... nanos) {
        Histogram histogram = new Histogram(3);
        Arrays.stream(nanos).forEach(histogram::recordValue);
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /** As many requests, of 1 ms, 2 ms and so on. */
    private static String requests(int count) {
        return encoded(LongStream.rangeClosed(1, count).map(i -> i * 1_000_000).toArray());
    }

    private static Metric metric(Map<String, Metric> metrics, String name) {
        return Objects.requireNonNull(metrics.get(name), name);
    }

    @Test
    void areThoseOfAllRoundsTogether() {
        Map<String, Metric> metrics = LatencyQuantiles.of(Map.of(
                "latency", List.of(encoded(1_000_000, 2_000_000), encoded(3_000_000), encoded(90_000_000, 4_000_000))));
        assertThat(metrics.keySet()).containsExactly("latency_p50", "latency_max", "latency_count");
        assertThat(metric(metrics, "latency_p50").unit()).isEqualTo("s");
        assertThat(metric(metrics, "latency_p50").value()).isCloseTo(0.003, within(3e-6));
        assertThat(metric(metrics, "latency_max").value()).isCloseTo(0.09, within(9e-5));
        assertThat(metric(metrics, "latency_count")).isEqualTo(new Metric(5, "1"));
    }

    /** From so few the quantile would be the slowest of all in more than 5 % of cases, whatever they are. */
    @ParameterizedTest
    @CsvSource({"p90, 29, 0.9", "p99, 299, 0.99", "p999, 2999, 0.999"})
    void areNeverFromTooFew(String quantile, int fewest, double share) {
        assertThat(1 - Math.pow(share, fewest)).isGreaterThan(0.95);
        assertThat(1 - Math.pow(share, fewest - 1)).isLessThan(0.9502);
        String name = "latency_" + quantile;
        assertThat(LatencyQuantiles.of(Map.of("latency", List.of(requests(fewest - 1)))))
                .doesNotContainKey(name)
                .containsKeys("latency_p50", "latency_max", "latency_count");
        Metric metric = metric(LatencyQuantiles.of(Map.of("latency", List.of(requests(fewest)))), name);
        assertThat(metric.value()).isCloseTo(Math.ceil(share * fewest) / 1000, within(0.002 * fewest / 1000));
    }

    @Test
    void ofNoRequestThereIsNoQuantile() {
        assertThat(LatencyQuantiles.of(Map.of("latency", List.of(encoded()))))
                .containsExactly(Map.entry("latency_count", new Metric(0, "1")));
    }

    @ParameterizedTest
    @CsvSource({"!", "SGlzdA==", "''"})
    void refuseWhatIsNoHistogram(String base64) {
        assertThatThrownBy(() -> LatencyQuantiles.of(Map.of("latency", List.of(base64))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("histogram 'latency'");
    }
}
