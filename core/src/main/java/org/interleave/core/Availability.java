package org.interleave.core;

/** The answer to whether something can be done here: it can, or the reason why not. */
public sealed interface Availability {

    /** It can. */
    record Available() implements Availability {
        private static final Available INSTANCE = new Available();
    }

    /**
     * It cannot.
     *
     * @param reason why not, and what would help, in one line
     */
    record Unavailable(String reason) implements Availability {}

    /** It can. */
    static Availability available() {
        return Available.INSTANCE;
    }

    /** Whether it can. */
    default boolean isAvailable() {
        return this instanceof Available;
    }
}
