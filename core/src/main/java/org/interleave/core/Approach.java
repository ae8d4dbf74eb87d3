package org.interleave.core;

/** In what spirit a strategy is written. */
public enum Approach {
    /** As its model's own documentation would have it. */
    IDIOMATIC,
    /** For speed, at the cost of the idiom. */
    TUNED
}
