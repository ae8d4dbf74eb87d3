package org.interleave.workbench.advise;

import java.util.Optional;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Row;

/**
 * A contender after the race.
 *
 * @param row what was measured of it
 * @param place where that puts it
 * @param value its mean of what they raced by; empty if that could not be had
 * @param ratio how many times as much it has as the best; empty for the best itself
 */
record Contender(Row row, Place place, Optional<Estimate> value, Optional<Estimate> ratio) {

    /** Where a race puts a contender. */
    public enum Place {
        /** It cannot be told apart from the best, or is it. */
        SET,

        /** It is worse than the best. */
        WORSE,

        /** It had to refuse requests. */
        OVERRUN,

        /** What was asked for could not be had of it. */
        UNKNOWN,

        /** It failed, or a result was wrong. */
        INVALID
    }

    /** Its name. */
    public String label() {
        return row.label();
    }

    boolean isIn(Place wanted) {
        return place == wanted;
    }
}
