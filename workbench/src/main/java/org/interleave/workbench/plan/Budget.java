package org.interleave.workbench.plan;

import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Preset;

/**
 * The limits within which claims that are still undecided when every contender has had its forks are given more of them.
 *
 * @param time how long forks may run all together, empty for as long as it takes
 * @param mostForks how many forks a configuration may have in the end; as many as it has anyway for no more
 */
public record Budget(Optional<Duration> time, int mostForks) {

    /** What forks may take in a run of the quick suite. */
    public static final Duration SUITE_TIME = Duration.ofSeconds(90);

    /** A claim that so many forks leave undecided lies too near its bound for a few more. */
    private static final int MOST_FORKS = 12;

    /** What is given when nothing is said: in the quick suite by the clock, else as many forks again, or none in a long run. */
    static Budget of(Preset preset, boolean suite, int forks) {
        return switch (preset) {
            case QUICK ->
                suite
                        ? new Budget(Optional.of(SUITE_TIME), Math.max(forks, MOST_FORKS))
                        : new Budget(Optional.empty(), Math.min(2 * forks, Math.max(forks, MOST_FORKS)));
            case FULL -> none(forks);
        };
    }

    /** Nothing beyond the forks that each has anyway. */
    public static Budget none(int forks) {
        return new Budget(Optional.empty(), forks);
    }

    /** So much time. */
    static Budget within(Duration time, int forks) {
        return new Budget(Optional.of(time), Math.max(forks, MOST_FORKS));
    }

    /** Whether there is more to be had once forks have run this long. */
    public boolean leaves(Duration spent) {
        return time.map(most -> spent.compareTo(most) < 0).orElse(true);
    }
}
