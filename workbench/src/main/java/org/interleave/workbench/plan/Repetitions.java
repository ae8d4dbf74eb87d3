package org.interleave.workbench.plan;

import org.interleave.core.Preset;

/**
 * The numbers of forks and rounds in which a configuration is measured.
 *
 * @param forks fresh JVMs
 * @param warmups rounds in each that are not counted
 * @param iterations rounds in each that are
 */
public record Repetitions(int forks, int warmups, int iterations) {

    /** More would measure for days. */
    public static final int MOST_FORKS = 1_000;

    /** The suite has to come round to everybody in a few minutes. */
    static final Repetitions SUITE = new Repetitions(2, 1, 2);

    public static Repetitions of(Preset preset) {
        return switch (preset) {
            case QUICK -> new Repetitions(3, 2, 2);
            case FULL -> new Repetitions(7, 2, 3);
        };
    }

    /** The same with so many forks. */
    Repetitions withForks(int count) {
        return new Repetitions(count, warmups, iterations);
    }
}
