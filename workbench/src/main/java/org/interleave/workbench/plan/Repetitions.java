package org.interleave.workbench.plan;

import org.interleave.core.Preset;

/**
 * The numbers of forks and rounds in which a configuration is measured. How many rounds a fork runs before it counts, and how
 * many more than these it counts where they are short, it decides itself.
 *
 * @param forks fresh JVMs
 * @param rounds rounds in each that are counted, at least
 */
public record Repetitions(int forks, int rounds) {

    /** More would measure for days. */
    public static final int MOST_FORKS = 1_000;

    /** The suite has to come round to everybody in a few minutes. */
    static final Repetitions SUITE = new Repetitions(2, 5);

    public static Repetitions of(Preset preset) {
        return switch (preset) {
            case QUICK -> new Repetitions(3, 5);
            case FULL -> new Repetitions(7, 7);
        };
    }

    /** The same with so many forks. */
    Repetitions withForks(int count) {
        return new Repetitions(count, rounds);
    }
}
