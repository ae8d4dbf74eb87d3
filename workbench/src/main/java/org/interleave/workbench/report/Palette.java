package org.interleave.workbench.report;

/**
 * The colours of text on a terminal, as ANSI escape sequences; a plain one leaves text as it is.
 *
 * @param colour whether to colour
 */
public record Palette(boolean colour) {

    public String heading(String text) {
        return paint(text, "1");
    }

    public String remark(String text) {
        return paint(text, "2");
    }

    public String bad(String text) {
        return paint(text, "31");
    }

    public String good(String text) {
        return paint(text, "32");
    }

    public String doubtful(String text) {
        return paint(text, "33");
    }

    private String paint(String text, String code) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
