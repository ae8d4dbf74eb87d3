package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgementTest {

    @Test
    void inconclusiveHasAReason() {
        Optional<Estimate> measured = Optional.of(new Estimate(1, 1, 1, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Judgement("e", "c", Verdict.INCONCLUSIVE, measured, "≤ 1", Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(value = Verdict.class, names = "INCONCLUSIVE", mode = EnumSource.Mode.EXCLUDE)
    void conclusiveHasANumber(Verdict verdict) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Judgement("e", "c", verdict, Optional.empty(), "≤ 1", Optional.of("so it seems")));
    }
}
