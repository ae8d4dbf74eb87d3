package org.interleave.workbench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentTest {

    @Test
    void changesHaveASignAndTenfoldOnesAreTimes() {
        assertThat(Percent.signed(1.0204)).isEqualTo("+2.0 %");
        assertThat(Percent.signed(0.7)).isEqualTo("-30.0 %");
        assertThat(Percent.signed(1.00001)).isEqualTo("0.0 %");
        assertThat(Percent.signed(12.34)).isEqualTo("12.3×");
        assertThat(Percent.signed(Double.MAX_VALUE)).isEqualTo("> 1000000×");
        assertThat(Percent.interval(0.98, 1.0312)).isEqualTo("[-2.0, +3.1]");
        assertThat(Percent.interval(0.5, 20)).isEqualTo("[0.500×, 20×]");
    }

    @Test
    void timesAreSlowerOrFaster() {
        assertThat(Percent.inWords(1.021)).isEqualTo("2.1 % slower");
        assertThat(Percent.inWords(0.997)).isEqualTo("0.3 % faster");
        assertThat(Percent.inWords(1.0001)).isEqualTo("equally fast");
    }
}
