package org.interleave.workbench.report;

import java.util.Locale;

/** The verdict of measurements on a claim. */
public enum Verdict {
    /** The interval lies within the bound. */
    HELD,
    /** The interval lies wholly outside the bound, and so far that this is no chance find among the claims of a run. */
    REFUTED,
    /** Neither, or there is not enough to judge by. */
    INCONCLUSIVE;

    /** In lower case, as it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
