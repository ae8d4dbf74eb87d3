package org.interleave.workbench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
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

    /** If something has a probability of more than 3/N, N samples without it would be seen in less than 5 % of all cases. */
    private static final int RULE_OF_THREE = 3;

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

    /** How many have each verdict. */
    public static String tally(List<Judgement> claims) {
        return Arrays.stream(Verdict.values())
                .map(verdict -> claims.stream()
                                .filter(claim -> claim.verdict() == verdict)
                                .count()
                        + " " + verdict.word())
                .collect(Collectors.joining(", "));
    }

    /** The verdict, the number with its interval, the bound, how sure it is, and the reason. */
    public String inWords() {
        String number = measured.map(estimate -> HumanFormat.number(estimate.value())
                        + (estimate.single() ? "" : " " + HumanFormat.interval(estimate)) + ", ")
                .orElse("");
        String because = reason.map(text -> " (" + text + ")").orElse("");
        return verdict.word() + ": " + number + "claimed " + bound + sureness() + because;
    }

    /** What was never seen in so many samples may still happen in three times the reciprocal of them. */
    private String sureness() {
        if (verdict != Verdict.HELD || opportunities.isEmpty()) {
            return "";
        }
        int samples = opportunities.getAsInt();
        double most = Math.min(1, (double) RULE_OF_THREE / samples);
        return " in " + (samples == 1 ? "the only sample" : "each of " + samples + " samples")
                + ": otherwise in at most " + HumanFormat.percent(most) + " (" + RULE_OF_THREE + "/" + samples + ")";
    }

    /** The same with another verdict. */
    Judgement with(Verdict other, Optional<String> because) {
        return new Judgement(experiment, claim, other, measured, bound, opportunities, because);
    }
}
