package org.interleave.workbench.compare;

/** What became of a row from the older run to the newer. */
public enum Change {
    /** Significantly more of what there should be less of, by half the margin at least. */
    WORSE,

    /** Significantly less of it, by half the margin at least. */
    BETTER,

    /** The interval of the ratio lies within the margin. */
    SAME,

    /** Significantly different, by less than half the margin. */
    SMALL,

    /** Nothing of this can be said. */
    UNKNOWN,

    /** The newer run does not have the row. */
    MISSING,

    /** In one of the runs its results were wrong, or it failed. */
    INVALID,

    /** The older run does not have the row. */
    ADDED;

    /** The word for it, of a measure. */
    public String word(Yardstick yardstick) {
        return switch (this) {
            case WORSE -> yardstick.worse();
            case BETTER -> yardstick.better();
            case SAME -> "same";
            case SMALL -> "small";
            case UNKNOWN -> "cannot tell";
            case MISSING -> "missing";
            case INVALID -> "invalid";
            case ADDED -> "new";
        };
    }

    /** Whether it is measured of both runs. */
    public boolean isVerdict() {
        return switch (this) {
            case WORSE, BETTER, SAME, SMALL, UNKNOWN -> true;
            case MISSING, INVALID, ADDED -> false;
        };
    }
}
