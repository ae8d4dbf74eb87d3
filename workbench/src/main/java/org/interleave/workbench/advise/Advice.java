package org.interleave.workbench.advise;

import java.util.List;
import java.util.Optional;
import org.interleave.workbench.report.Provenance;

/**
 * The advice on a profile.
 *
 * @param profile what was asked about
 * @param provenance how it was measured; empty if nothing was
 * @param contenders those that were measured, the best first
 * @param choice what to choose; empty if that cannot be told
 * @param runnerUp what to choose if not that; empty if there is no other
 * @param reasons why it cannot be told what to choose; none if it can
 * @param flips what other shares would do to the choice
 * @param remarks what else a reader has to know
 * @param refused the contenders that could not be measured, each with the reason
 */
public record Advice(
        RequestProfile profile,
        Optional<Provenance> provenance,
        List<Contender> contenders,
        Optional<Contender> choice,
        Optional<Contender> runnerUp,
        List<String> reasons,
        List<Flip> flips,
        List<String> remarks,
        List<String> refused) {

    /** Takes copies. */
    public Advice {
        contenders = List.copyOf(contenders);
        reasons = List.copyOf(reasons);
        flips = List.copyOf(flips);
        remarks = List.copyOf(remarks);
        refused = List.copyOf(refused);
    }

    /** Advice on what nothing was measured of, for it cannot be told here. */
    static Advice cannotTell(RequestProfile profile, String reason) {
        return new Advice(
                profile,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(reason),
                List.of(),
                List.of(),
                List.of());
    }

    /** Whether it can be told what to choose. */
    public boolean isTold() {
        return reasons.isEmpty();
    }

    /** Those that cannot be told apart from the best, the best first. */
    public List<Contender> set() {
        return contenders.stream()
                .filter(contender -> contender.isIn(Contender.Place.SET))
                .toList();
    }
}
