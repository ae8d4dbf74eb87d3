package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is printed of shares adds up to all. */
class SharesTest {

    private static final long SEED = 20_261_129;

    @Test
    void whatIsMissingAfterRoundingGoesToThoseThatLostTheMost() {
        assertThat(Shares.of(List.of(1L, 1L, 1L))).containsExactly(0.334, 0.333, 0.333);
        assertThat(Shares.of(List.of(6L, 1L, 0L, 2L))).containsExactly(0.667, 0.111, 0.0, 0.222);
        assertThat(Shares.of(List.of(7L))).containsExactly(1.0);
    }

    @Test
    void whatIsToldElsewhereKeepsItsFigureIfOthersCanMakeItGood() {
        List<Long> parts = List.of(4_936L, 4_986L, 78L);
        assertThat(Shares.of(parts)).containsExactly(0.493, 0.499, 0.008);
        assertThat(Shares.of(parts, part -> part < 2)).containsExactly(0.494, 0.499, 0.007);
        assertThat(Shares.of(List.of(2_006L, 2_006L, 2_006L, 3_982L), part -> part < 3))
                .as("the last was rounded down already")
                .containsExactly(0.2, 0.201, 0.201, 0.398);
    }

    @Test
    void partsOfNothingAreNothing() {
        assertThat(Shares.of(List.of(0L, 0L))).containsExactly(0.0, 0.0);
        assertThat(Shares.of(List.of())).isEmpty();
    }

    @Test
    void whatIsPrintedAddsUpAndIsNoFurtherOffThanItsLastDigit() {
        Random random = new Random(SEED);
        for (int run = 0; run < 2_000; run++) {
            List<Long> parts = new ArrayList<>(List.of(1L));
            for (int part = random.nextInt(20); part > 0; part--) {
                parts.add(random.nextLong(1L << random.nextInt(1, 50)));
            }
            double whole = parts.stream().mapToLong(Long::longValue).sum();

            int told = random.nextInt(parts.size() + 1);

            List<Double> shares = Shares.of(parts, part -> part < told);

            assertThat(shares.stream().mapToLong(SharesTest::printedTenths).sum())
                    .isEqualTo(1_000);
            for (int part = 0; part < parts.size(); part++) {
                assertThat(shares.get(part)).isCloseTo(parts.get(part) / whole, within(0.001));
            }
        }
    }

    /** Of a percent. */
    private static long printedTenths(double share) {
        String printed = HumanFormat.percent(share);
        assertThat(printed).endsWith(" %");
        return Math.round(10 * Double.parseDouble(printed.substring(0, printed.length() - 2)));
    }
}
