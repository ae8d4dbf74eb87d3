package org.interleave.workbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.interleave.core.Metric;
import org.junit.jupiter.api.Test;

class CoreUseTest {

    private static final List<String> BEFORE = List.of(
            "cpu  300 0 0 1000 0 0 0 0 0 0",
            "cpu0 100 0 0 500 0 0 0 0 0 0",
            "cpu1 100 0 0 500 0 0 0 0 0 0",
            "cpu12 100 0 0 0 0 0 0 0 0 0",
            "intr 5 6 7");

    private static final List<String> AFTER = List.of(
            "cpu  400 0 0 1100 0 0 0 0 0 0",
            "cpu0 130 2 4 500 9 2 2 50 0 0",
            "cpu1 100 0 0 600 0 0 0 0 0 0",
            "cpu12 300 0 0 0 0 0 0 0 0 0",
            "intr 5 6 7");

    private static final BitSet ALL = CoreUse.processors("0-1,12");

    @Test
    void theShareOfEachProcessorIsWhatItComputedForWhomever() {
        CoreUse before = CoreUse.of(BEFORE, 0, ALL);

        assertThat(CoreUse.of(AFTER, 1_000_000_000, ALL).since(before))
                .isEqualTo(Map.of(
                        "core_use.0",
                        Metric.ratio(0.4),
                        "core_use.1",
                        Metric.ratio(0),
                        "core_use.12",
                        Metric.ratio(1)));
    }

    @Test
    void onlyTheProcessorsThatMayBeUsedAreTold() {
        BitSet one = CoreUse.processors("1");

        assertThat(CoreUse.of(AFTER, 1_000_000_000, one).since(CoreUse.of(BEFORE, 0, one)))
                .containsOnlyKeys("core_use.1");
    }

    @Test
    void nothingIsToldOfTheTimeThatIsTooShortForTheClock() {
        assertThat(CoreUse.of(AFTER, 199_000_000, ALL).since(CoreUse.of(BEFORE, 0, ALL)))
                .isEmpty();
    }

    @Test
    void listsOfProcessorsAreRead() {
        assertThat(CoreUse.processors("\t0,2-3,7\n").stream()).containsExactly(0, 2, 3, 7);
    }
}
