package org.interleave.core;

/** Whether something can be done here, with the reason when it cannot. */
public sealed interface Availability {

    /** It can. */
    Availability AVAILABLE = new Available();

    /** It can. */
    record Available() implements Availability {}

    /**
     * It cannot.
     *
     * @param reason why not, and what would help, in one line
     */
    record Unavailable(String reason) implements Availability {}

    /** Whether it can. */
    default boolean isAvailable() {
        return this instanceof Available;
    }
}
