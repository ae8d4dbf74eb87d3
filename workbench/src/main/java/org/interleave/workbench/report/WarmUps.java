package org.interleave.workbench.report;

import java.util.List;

/**
 * The warming up of a row's forks.
 *
 * @param rounds for each fork, how many rounds it ran before counting began; empty if that is not known
 * @param stillCompiling how many forks reached the limit of warming up before the compiler was quiet
 */
public record WarmUps(List<Integer> rounds, int stillCompiling) {

    /** Nothing is known of it. */
    public static final WarmUps UNKNOWN = new WarmUps(List.of(), 0);

    /** Takes a copy. @throws IllegalArgumentException if a number is negative */
    public WarmUps {
        rounds = List.copyOf(rounds);
        if (stillCompiling < 0 || rounds.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("negative: " + rounds + ", " + stillCompiling);
        }
    }
}
