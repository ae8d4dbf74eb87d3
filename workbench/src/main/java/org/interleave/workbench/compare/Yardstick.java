package org.interleave.workbench.compare;

/**
 * The measure by which a row of two runs is compared, of which it is known whether more of it is worse: of times, memory and
 * switches it is, of rates less is.
 *
 * @param measure its name
 * @param unit its unit
 */
public record Yardstick(String measure, String unit) {

    private static final String RATE = "1/";

    /** Whether it is known which way is worse. */
    boolean isKnown() {
        return isOfTime() || unit.equals("bytes") || measure.endsWith("switches");
    }

    /** Whether more of it is better. */
    boolean isRate() {
        return unit.startsWith(RATE);
    }

    /** Whether it depends on how fast the host is. */
    boolean isOfTime() {
        return unit.equals("s") || unit.equals("ns") || isRate();
    }

    /** The word for what became worse. */
    String worse() {
        return isOfTime() ? "slower" : "more";
    }

    /** The word for what became better. */
    String better() {
        return isOfTime() ? "faster" : "less";
    }
}
