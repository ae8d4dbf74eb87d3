package org.interleave.workbench.report;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.interleave.core.InvalidInputException;

/** A histogram of latencies in nanoseconds, added up from those of several rounds as reports keep them. */
public final class LatencyHistogram {

    /** What is kept of each latency: three digits. */
    private static final int DIGITS = 3;

    private LatencyHistogram() {}

    /**
     * Adds up.
     *
     * @param name what it is a histogram of, for messages
     * @param rounds each as HdrHistogram's compressed encoding has it, in base64
     * @throws InvalidInputException if one is not a histogram
     */
    public static Histogram sum(String name, List<String> rounds) {
        Histogram all = new Histogram(DIGITS);
        rounds.forEach(round -> all.add(decoded(name, round)));
        return all;
    }

    private static Histogram decoded(String name, String base64) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)), 0);
        } catch (DataFormatException | RuntimeException e) {
            throw new InvalidInputException("a histogram '" + name + "' of a fork cannot be read: " + e, e);
        }
    }
}
