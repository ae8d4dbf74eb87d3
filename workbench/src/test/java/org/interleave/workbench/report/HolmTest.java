package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HolmTest {

    @Test
    void dividesTheLevelByHowManyAreLeft() {
        assertThat(Holm.rejected(List.of(0.01, 0.04, 0.03, 0.005), 0.05)).containsExactlyInAnyOrder(0, 3);
        assertThat(Holm.rejected(List.of(0.012, 0.016, 0.024, 0.05), 0.05)).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void stopsAtTheFirstThatIsNotRejected() {
        assertThat(Holm.rejected(List.of(0.013, 0.001, 0.03, 0.03), 0.05)).containsExactlyInAnyOrder(0, 1);
        assertThat(Holm.rejected(List.of(0.02, 0.02, 0.02), 0.05)).isEmpty();
    }

    @Test
    void rejectsNothingOfNothing() {
        assertThat(Holm.rejected(List.of(), 0.05)).isEmpty();
        assertThat(Holm.rejected(List.of(0.05), 0.05)).containsExactly(0);
    }
}
