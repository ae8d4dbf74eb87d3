package org.interleave.workbench.compare;

import java.util.Locale;
import org.interleave.workbench.report.HumanFormat;

/** Ratios near 1 as people read changes: in percent. */
public final class Percent {

    /** From here on a ratio says more. */
    private static final double MOST = 10;

    /** No number that is measured is beyond. */
    private static final double ALL = 1e6;

    private Percent() {}

    /** A number of percent, such as {@code 5 %} or {@code 12.5 %}. */
    static String of(double percent) {
        return HumanFormat.number(percent) + " %";
    }

    /** A change, such as {@code +2.0 %} or {@code -31.4 %}; of more than ten times as much {@code 12.3×}. */
    public static String signed(double ratio) {
        return ratio > MOST ? times(ratio) : sign(ratio) + " %";
    }

    /** The interval of a change, such as {@code [+1.7, +2.4]}. */
    public static String interval(double low, double high) {
        return high > MOST ? "[" + times(low) + ", " + times(high) + "]" : "[" + sign(low) + ", " + sign(high) + "]";
    }

    /** A change of times in words: {@code 2.0 % slower}, {@code 0.3 % faster} or {@code equally fast}. */
    static String inWords(double ratio) {
        String text = sign(ratio);
        return text.equals("0.0") ? "equally fast" : text.substring(1) + (ratio > 1 ? " % slower" : " % faster");
    }

    private static String times(double ratio) {
        return ratio > ALL ? "> 1000000×" : HumanFormat.number(Math.max(-ALL, ratio)) + "×";
    }

    private static String sign(double ratio) {
        String text = String.format(Locale.ROOT, "%+.1f", 100 * (Math.max(-ALL, ratio) - 1));
        return text.substring(1).equals("0.0") ? "0.0" : text;
    }
}
