package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Claim.Measure;
import org.junit.jupiter.api.Test;

class ClaimTest {

    @Test
    void boundsAreWrittenAsInequalities() {
        assertThat(Bound.atMost(0.6)).hasToString("≤ 0.6");
        assertThat(Bound.atLeast(20)).hasToString("≥ 20");
        assertThat(Bound.between(0.9, 1.15)).hasToString("0.9 … 1.15");
        assertThat(Bound.between(2, 10)).hasToString("2 … 10");
        assertThat(Bound.between(11, 11)).hasToString("= 11");
        assertThat(Bound.between(0, 0)).hasToString("= 0");
        assertThat(Bound.atMost(-1.5)).hasToString("≤ -1.5");
    }

    @Test
    void ratiosDivideTheSameMetricOfTwoRows() {
        Claim claim = Claim.ratio("faster", Claim.WALL, "threads", "sequential", Bound.atMost(0.6));
        assertThat(claim.measure()).isEqualTo(new Measure("wall_s", "threads"));
        assertThat(claim.divisor()).contains(new Measure("wall_s", "sequential"));
        assertThat(claim.scale()).isEqualTo(1);
        assertThat(claim.cores()).isEqualTo(1);
    }

    @Test
    void claimsAreRefinedByCopies() {
        Claim plain = Claim.value("exactly eleven", "firings", "timers", Bound.between(11, 11));
        assertThat(plain.divisor()).isEqualTo(Optional.empty());
        assertThat(plain.needingCores(2))
                .isEqualTo(new Claim(
                        "exactly eleven",
                        new Measure("firings", "timers"),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        Bound.between(11, 11),
                        2));
        assertThat(plain.scaledBy(0.5).scale()).isEqualTo(0.5);
        assertThat(plain.dividedBy(new Measure("a", "b")).divisor()).contains(new Measure("a", "b"));
        assertThat(plain.cores()).as("the original's cores").isEqualTo(1);
        assertThat(plain.above("idle").baseline()).contains(new Measure("firings", "idle"));
        assertThat(plain.above("idle").scaledBy(2).needingCores(2).baseline()).isPresent();
        assertThat(plain.dividedBy(new Measure("a", "b")).above("idle").measures())
                .containsExactly(
                        new Measure("firings", "timers"), new Measure("a", "b"), new Measure("firings", "idle"));
    }
}
