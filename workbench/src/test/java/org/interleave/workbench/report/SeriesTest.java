package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void keepsForksApartAndFlattensThemInOrder() {
        Series series = new Series("s", List.of(List.of(1.0, 2.0), List.of(3.0)));
        assertThat(series.samples()).containsExactly(1.0, 2.0, 3.0);
        assertThat(series.forks()).hasSize(2);
    }

    @Test
    void isACopy() {
        List<Double> fork = new ArrayList<>(List.of(1.0));
        Series series = new Series("s", List.of(fork));
        fork.add(2.0);
        assertThat(series.samples()).containsExactly(1.0);
    }

    @Test
    void refusesWhatIsNoSample() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Series("s", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Series("s", List.of(List.of(1.0), List.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> new Series("s", List.of(List.of(Double.NaN))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Series("s", List.of(List.of(Double.POSITIVE_INFINITY))));
    }

    @Test
    void keepsWhatCouldBeMeasured() {
        assertThat(Series.of("s", List.of(List.of(1.0, Double.NaN), List.of(Double.NaN), List.of())))
                .contains(new Series("s", List.of(List.of(1.0))));
        assertThat(Series.of("s", List.of(List.of(Double.NaN)))).isEmpty();
        assertThat(Series.of("s", List.of())).isEmpty();
    }
}
