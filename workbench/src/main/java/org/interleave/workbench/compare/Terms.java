package org.interleave.workbench.compare;

import java.util.Optional;
import org.interleave.workbench.report.Estimate;

/**
 * The terms on which two runs are compared. Ratios are compared with the margin both ways: at 5 % a row may take 1.05 times
 * as long, or the 1.05th part.
 *
 * @param percent the margin, more than 0
 * @param measure what rows are compared by; empty for what the tables of the newer run compare
 * @param oneSession whether both were measured alternating, so that the machine treated them alike
 * @param difference of machine, JVM or preset, in spite of which they are compared
 */
public record Terms(double percent, Optional<String> measure, boolean oneSession, Optional<String> difference) {

    /** Where a gate fails unless told otherwise. */
    public static final double USUAL_PERCENT = 5;

    /** The greatest ratio that is within the margin. */
    double margin() {
        return 1 + percent / 100;
    }

    /** The ratio that is half of it. */
    double half() {
        return Math.sqrt(margin());
    }

    /** Whether a whole interval is within the margin. */
    boolean holds(Estimate ratio) {
        return ratio.low() >= 1 / margin() && ratio.high() <= margin();
    }

    /** Whether a ratio is half the margin or more, either way. */
    boolean isHalf(double ratio) {
        return ratio >= half() || ratio <= 1 / half();
    }
}
