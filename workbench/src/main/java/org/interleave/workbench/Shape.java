package org.interleave.workbench;

import org.interleave.core.Preset;

/**
 * How often a contender is measured.
 *
 * @param forks fresh JVMs
 * @param warmups rounds in each that are not counted
 * @param iterations rounds in each that are
 */
record Shape(int forks, int warmups, int iterations) {

    /** More would measure for days. */
    static final int MOST_FORKS = 1_000;

    /** The suite has to come round to everybody in a few minutes. */
    static final Shape SUITE = new Shape(2, 1, 2);

    static Shape of(Preset preset) {
        return switch (preset) {
            case QUICK -> new Shape(3, 2, 2);
            case FULL -> new Shape(7, 2, 3);
        };
    }

    /** The same with so many forks. */
    Shape withForks(int count) {
        return new Shape(count, warmups, iterations);
    }
}
