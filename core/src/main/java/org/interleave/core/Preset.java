package org.interleave.core;

/** How large the defaults are. */
public enum Preset {
    /** Sized for two cores and a short wait. */
    QUICK,
    /** Sizes several times as large, for numbers to rely on. */
    FULL
}
