package org.interleave.workbench.advise;

import java.util.Optional;
import org.interleave.core.workloads.mix.StepKind;
import org.interleave.workbench.report.Estimate;

/**
 * What another share of a kind of step does to the choice.
 *
 * @param kind whose share is another
 * @param share its percentage in the profile
 * @param low the smallest that was measured
 * @param high the largest that was measured
 * @param crossing where another would be chosen; empty if it would be nowhere
 */
record Flip(StepKind kind, double share, double low, double high, Optional<Crossing> crossing) {

    /**
     * A share at which two contenders are equally good, by a line through what was measured.
     *
     * @param rival who is better beyond it
     * @param percent the share
     * @param isMeasured whether it lies between shares that were measured
     * @param beyond how many times as much of the measure the rival has as the choice at the share that was measured farther on that
     *     side; with its interval
     * @param isShown whether that interval leaves no doubt about who is better there
     */
    public record Crossing(String rival, double percent, boolean isMeasured, Estimate beyond, boolean isShown) {}
}
