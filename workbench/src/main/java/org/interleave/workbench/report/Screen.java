package org.interleave.workbench.report;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.interleave.core.Printable;

/**
 * The medium that text for people is laid out for: how much a line holds, whether there is colour, which characters it has. The
 * texts that it is given may come from anywhere; what it returns can be printed. Immutable.
 *
 * @param width how many columns a line has; {@link #UNBOUNDED} in a pipe
 * @param colour whether to colour by escape sequences
 * @param charset the encoding
 */
public record Screen(int width, boolean colour, Charset charset) {

    /** Lines are as long as they get. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** Narrower than this, lines are laid out as if for this. */
    private static final int LEAST_WIDTH = 20;

    /** A screen; one narrower than 20 columns counts as one of 20. */
    public Screen {
        width = Math.max(width, LEAST_WIDTH);
    }

    /** Which characters there are. */
    public Glyphs glyphs() {
        return new Glyphs(charset);
    }

    /** A text from anywhere as one line without control characters, in characters that the screen has. */
    public String text(String text) {
        return glyphs().encodable(Printable.line(text));
    }

    /**
     * A paragraph.
     *
     * @param hang how many columns are left free in each line but the first
     */
    public List<String> wrap(String text, int hang) {
        return Monospace.wrap(text(text), width, hang);
    }

    /**
     * A paragraph whose beginning is painted.
     *
     * @param lead the beginning, shorter than a line
     */
    public List<String> wrap(String lead, UnaryOperator<String> paint, String text, int hang) {
        String plainLead = text(lead);
        List<String> lines = new ArrayList<>(Monospace.wrap(plainLead + text(text), width, hang));
        String first = lines.getFirst();
        if (first.startsWith(plainLead)) {
            lines.set(0, paint.apply(plainLead) + first.substring(plainLead.length()));
        }
        return lines;
    }

    public Palette palette() {
        return new Palette(colour);
    }
}
