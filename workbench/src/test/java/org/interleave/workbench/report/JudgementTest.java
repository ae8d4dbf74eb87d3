package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalInt;
import org.interleave.core.Claim.Bound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgementTest {

    @Test
    void inconclusiveHasAReason() {
        Optional<Estimate> measured = Optional.of(new Estimate(1, 1, 1, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Judgement(
                        "e",
                        "c",
                        Verdict.INCONCLUSIVE,
                        measured,
                        Bound.atMost(1),
                        OptionalInt.empty(),
                        Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(value = Verdict.class, names = "INCONCLUSIVE", mode = EnumSource.Mode.EXCLUDE)
    void conclusiveHasANumber(Verdict verdict) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Judgement(
                        "e",
                        "c",
                        verdict,
                        Optional.empty(),
                        Bound.atMost(1),
                        OptionalInt.empty(),
                        Optional.of("so it seems")));
    }
}
