package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.interleave.core.Claim;
import org.junit.jupiter.api.Test;

class CoreUseChartTest {

    private static final Screen SCREEN = new Screen(100, false, StandardCharsets.UTF_8);

    private static Fixture busy(String label) {
        return Fixture.row(label)
                .cpus(0, 3)
                .with("core_use.0", new Series("1", List.of(List.of(0.0, 0.5), List.of(1.0))))
                .with("core_use.3", new Series("1", List.of(List.of(0.99, 0.99), List.of(0.99))))
                .highlights("counter_rate", Claim.CORE_USE);
    }

    @Test
    void eachProcessorHasItsBars() {
        assertThat(new CoreUseChart(SCREEN).lines(List.of(busy("native-held").measured())))
                .containsExactly(
                        "use of each processor, round by round",
                        "  native-held",
                        "    CPU 0  ▁▅█  50.0 %",
                        "    CPU 3  ███  99.0 %");
    }

    @Test
    void whereThereAreNoBarsThereAreDigits() {
        assertThat(new CoreUseChart(new Screen(100, false, StandardCharsets.US_ASCII))
                        .lines(List.of(busy("native-held").measured())))
                .contains("    CPU 0  059  50.0 %");
    }

    @Test
    void manyRoundsAreCut() {
        Row row = Fixture.row("long")
                .cpus(0)
                .with("core_use.0", new Series("1", List.of(Collections.nCopies(100, 0.0))))
                .highlights(Claim.CORE_USE)
                .measured();

        assertThat(new CoreUseChart(SCREEN).lines(List.of(row))).contains("    CPU 0  " + "▁".repeat(40) + " …  0.0 %");
    }

    @Test
    void rowsThatDoNotAskForItHaveNone() {
        Row silent = busy("silent").highlights("counter_rate").measured();
        Row without = Fixture.row("without").highlights(Claim.CORE_USE).measured();
        Row invalid = busy("invalid").invalid("it crashed").measured();

        assertThat(new CoreUseChart(SCREEN).lines(List.of(silent, without, invalid)))
                .isEmpty();
    }
}
