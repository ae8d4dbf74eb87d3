package org.interleave.core;

/** A choice of defaults by size. */
public enum Preset {
    /** Sized for two cores and a short wait. */
    QUICK,
    /** Sizes several times as large, for numbers to rely on. */
    FULL
}
