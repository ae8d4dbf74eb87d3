package org.interleave.workbench.report;

import java.util.Optional;
import java.util.OptionalInt;
import org.interleave.core.Claim;

/**
 * A claim and what became of it.
 *
 * @param experiment the experiment that claims it
 * @param claim what is claimed, as a sentence
 * @param verdict what the measurements say
 * @param measured the number that was compared with the bound, if it could be had
 * @param bound where the number has to lie
 * @param opportunities of a claim that something is always the same number, how many samples could have shown otherwise
 * @param reason why the verdict is no better, or what makes it shaky; always there if it is inconclusive
 */
public record Judgement(
        String experiment,
        String claim,
        Verdict verdict,
        Optional<Estimate> measured,
        Claim.Bound bound,
        OptionalInt opportunities,
        Optional<String> reason) {

    /**
     * Checks that the verdict has what it needs.
     *
     * @throws IllegalArgumentException if it is inconclusive without a reason, or conclusive without a measured number
     */
    public Judgement {
        if (verdict != Verdict.INCONCLUSIVE && measured.isEmpty()) {
            throw new IllegalArgumentException("conclusive without a number: " + claim);
        }
        if (verdict == Verdict.INCONCLUSIVE && reason.isEmpty()) {
            throw new IllegalArgumentException("inconclusive without a reason: " + claim);
        }
    }

    /** The same with another verdict. */
    Judgement with(Verdict other, Optional<String> because) {
        return new Judgement(experiment, claim, other, measured, bound, opportunities, because);
    }
}
