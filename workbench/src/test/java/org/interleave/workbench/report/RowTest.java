package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.interleave.core.Family;
import org.junit.jupiter.api.Test;

class RowTest {

    @Test
    void keepsTheOrderOfItsMapsAndCopiesThem() {
        SequencedMap<String, String> parameters = new LinkedHashMap<>();
        for (String name : List.of("zebra", "ant", "mole", "bee")) {
            parameters.put(name, "1");
        }
        Row row = row(parameters, true, Optional.empty(), List.of(0), 0);
        parameters.clear();
        assertThat(row.parameters().keySet()).containsExactly("zebra", "ant", "mole", "bee");
        assertThatThrownBy(() -> row.parameters().put("new", "1")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void saysWhyItIsInvalid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row(new LinkedHashMap<>(), false, Optional.empty(), List.of(0), 0));
    }

    @Test
    void hasAProcessor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row(new LinkedHashMap<>(), true, Optional.empty(), List.of(), 0));
    }

    @Test
    void isDisturbedIfAForkWas() {
        assertThat(row(new LinkedHashMap<>(), true, Optional.empty(), List.of(0), 0)
                        .disturbed())
                .isFalse();
        assertThat(row(new LinkedHashMap<>(), true, Optional.empty(), List.of(0), 1)
                        .disturbed())
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row(new LinkedHashMap<>(), true, Optional.empty(), List.of(0), -1));
    }

    private static Row row(
            SequencedMap<String, String> parameters,
            boolean valid,
            Optional<String> reason,
            List<Integer> cpus,
            int disturbedForks) {
        return new Row(
                "experiment",
                "label",
                "workload",
                parameters,
                "strategy",
                Family.THREADS,
                new LinkedHashMap<>(),
                cpus,
                valid,
                reason,
                disturbedForks,
                WarmUps.UNKNOWN,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                List.of(),
                new LinkedHashMap<>(),
                Optional.empty());
    }
}
