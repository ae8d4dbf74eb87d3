package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.interleave.core.StrategyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a strategy tells of where its numbers come from is taken as it is, or refused. */
class RowProvenanceTest {

    @ParameterizedTest
    @ValueSource(strings = {"flags", "worker_", "Worker_flags", "worker_a b", "metrics", ""})
    void aKeyThatCouldBeAnotherPropertyIsRefused(String key) {
        assertThatThrownBy(() -> RowProvenance.checked("strategy s", Map.of(key, Set.of())))
                .isInstanceOf(StrategyException.class)
                .hasMessageStartingWith("'" + key + "' in provenance of strategy s is not a key");
    }

    @Test
    void isBounded() {
        Map<String, Set<List<String>>> keys = IntStream.range(0, 16)
                .mapToObj(Integer::toString)
                .collect(Collectors.toMap(number -> "worker_" + number, number -> Set.of()));
        Map<String, Set<List<String>>> tooMany = new HashMap<>(keys);
        tooMany.put("worker_more", Set.of());
        String longest = "x".repeat(1_000_000);

        assertThat(RowProvenance.checked("strategy s", keys)).hasSize(16);
        assertThat(RowProvenance.checked("strategy s", Map.of("worker_a", Set.of(List.of(longest)))))
                .hasSize(1);
        assertThatThrownBy(() -> RowProvenance.checked("strategy s", tooMany)).hasMessageContaining("has 17 keys");
        assertThatThrownBy(() -> RowProvenance.checked("strategy s", Map.of("worker_a", Set.of(List.of(longest, "y")))))
                .isInstanceOf(StrategyException.class)
                .hasMessageContaining("and 1000001 characters");
    }
}
