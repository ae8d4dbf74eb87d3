package org.interleave.core;

/** How large the defaults are. */
public enum Preset {
    /** Sized for two cores and a short wait. */
    QUICK,
    /** The source documents' own sizes. */
    FULL
}
