package org.interleave.workbench.advise;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.interleave.core.Claim;
import org.interleave.core.InvalidInputException;
import org.interleave.core.workloads.mix.Mix;

/** What a team wants of a strategy first. */
enum Criterion {
    /** The most requests in a time. */
    THROUGHPUT,

    /** The shortest time that 99 of 100 requests do not exceed. */
    P99,

    /** The least memory, among those that serve as much. */
    MEMORY,

    /** A task that ends its process is lost alone, and what of these serves most. */
    ISOLATION;

    /**
     * Reads one.
     *
     * @throws InvalidInputException if it is none
     */
    static Criterion parse(String text) {
        return Arrays.stream(values())
                .filter(criterion -> criterion.title().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.unknown("criterion of --for", text, titles()));
    }

    /** What the user calls it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the user may call them. */
    static List<String> titles() {
        return Arrays.stream(values()).map(Criterion::title).toList();
    }

    /** The measure by which contenders race: at a rate all serve as much, so then it is how soon. */
    String measure(boolean atRate) {
        return this == P99 || atRate ? Mix.LATENCY_P99 : Mix.THROUGHPUT;
    }

    /** The measure by which one is taken from those that cannot be told apart. */
    String choosing(boolean atRate) {
        return this == MEMORY ? Claim.PEAK_RSS : measure(atRate);
    }
}
