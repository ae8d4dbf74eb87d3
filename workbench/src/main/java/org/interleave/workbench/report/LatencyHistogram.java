package org.interleave.workbench.report;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Latencies;

/** A histogram of latencies in nanoseconds, added up from those of several rounds as reports keep them. */
public final class LatencyHistogram {

    private LatencyHistogram() {}

    /**
     * Adds up.
     *
     * @param name what it is a histogram of, for messages
     * @param rounds each as HdrHistogram's compressed encoding has it, in base64
     * @throws InvalidInputException if one is not a histogram
     */
    public static Histogram sum(String name, List<String> rounds) {
        Latencies all = new Latencies();
        rounds.forEach(round -> all.add(decoded(name, round)));
        return all.histogram();
    }

    private static Histogram decoded(String name, String base64) {
        try {
            return Latencies.decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "a histogram '" + name + "' of a fork cannot be read: " + e.getMessage(), e);
        }
    }
}
