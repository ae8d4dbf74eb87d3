package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ContenderTest {

    private static final Contender PLAIN = Contender.of("countdown", "threads");

    @Test
    void contendersAreRefinedByCopies() {
        Contender refined = PLAIN.onProcessors(1)
                .withParameter("count", "5M")
                .withOption("interval", "1ms")
                .labelled("one");
        assertThat(refined)
                .isEqualTo(new Contender(
                        "one",
                        "countdown",
                        Map.of("count", "5M"),
                        "threads",
                        Map.of("interval", "1ms"),
                        OptionalInt.of(1)));
        assertThat(PLAIN.processors()).as("the original's processors").isEmpty();
    }

    @Test
    void whateverIsSetMakesItLessThanPlain() {
        assertThat(PLAIN.isPlain()).isTrue();
        assertThat(PLAIN.labelled("other").isPlain()).isTrue();
        assertThat(PLAIN.withParameter("count", "5M").isPlain()).isFalse();
        assertThat(PLAIN.withOption("interval", "1ms").isPlain()).isFalse();
        assertThat(PLAIN.onProcessors(2).isPlain()).isFalse();
    }

    @Test
    void itNeedsAProcessor() {
        assertThatThrownBy(() -> PLAIN.onProcessors(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
    }
}
