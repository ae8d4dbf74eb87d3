package org.interleave.workbench.doctor;

import java.util.Optional;

/**
 * A finding about a machine.
 *
 * @param subject what was looked at, in a word or two
 * @param rating what it means for a measurement
 * @param fact what was found
 * @param remedy what to do about it
 */
record Finding(String subject, Rating rating, String fact, Optional<String> remedy) {

    /** What a finding means for a measurement. */
    enum Rating {
        /** Nothing. */
        FINE,

        /** It spoils no measurement, and one may want to know it. */
        NOTE,

        /** It spoils measurements. */
        SPOILS
    }

    static Finding fine(String subject, String fact) {
        return new Finding(subject, Rating.FINE, fact, Optional.empty());
    }

    static Finding note(String subject, String fact, String remedy) {
        return new Finding(subject, Rating.NOTE, fact, Optional.of(remedy));
    }

    static Finding spoils(String subject, String fact, String remedy) {
        return new Finding(subject, Rating.SPOILS, fact, Optional.of(remedy));
    }
}
