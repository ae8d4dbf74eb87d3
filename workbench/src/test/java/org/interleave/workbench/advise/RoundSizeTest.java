package org.interleave.workbench.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.junit.jupiter.api.Test;

/** How long rounds are: a p99 has its requests, and all contenders come round, or it is said beforehand that they do not. */
class RoundSizeTest {

    private static RoundSize size(Map<String, String> profile, Duration time) {
        return RoundSize.of(ProfileReader.read(profile, Optional.empty()), 2, 15, time);
    }

    private static int requests(RoundSize size) {
        return Integer.parseInt(size.parameters().getOrDefault("requests", "0"));
    }

    @Test
    void eachForkHasTheRequestsOfAP99() {
        RoundSize size = size(Map.of("compute", "10ms", "in-flight", "4", "for", "p99"), Duration.ofMinutes(15));

        assertThat(requests(size) * size.rounds()).isGreaterThanOrEqualTo(RoundSize.FEWEST_OF_P99);
    }

    @Test
    void aRoundHasAllThatAreInFlight() {
        assertThat(requests(size(Map.of("wait", "20ms", "in-flight", "1000"), Duration.ofMinutes(5))))
                .isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void atARateARoundLastsAWhile() {
        RoundSize size = size(Map.of("wait", "20ms", "rate", "500"), Duration.ofMinutes(5));

        assertThat(size.parameters()).containsEntry("duration", "400ms").doesNotContainKey("requests");
        assertThat(size.rounds() * 0.4 * 500).isGreaterThanOrEqualTo(RoundSize.FEWEST_OF_P99);
    }

    @Test
    void whatTakesTooLongIsRefusedWithTheTimeThatItTakes() {
        assertThatThrownBy(() -> size(Map.of("compute", "50ms", "in-flight", "1000"), Duration.ofMinutes(5)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("15 contenders would take about")
                .hasMessageContaining("more than --time 300s");
    }
}
