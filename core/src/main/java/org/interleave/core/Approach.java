package org.interleave.core;

/** The style in which a strategy is written: the idiom of its engine, or whatever is fastest. */
public enum Approach {
    /** As the documentation of its engine or language recommends. */
    IDIOMATIC,
    /** For speed, at the cost of the idiom. */
    TUNED
}
