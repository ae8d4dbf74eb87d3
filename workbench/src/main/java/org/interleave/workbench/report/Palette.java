package org.interleave.workbench.report;

/**
 * The colours of text on a terminal, as ANSI escape sequences; a plain one leaves text as it is.
 *
 * @param colour whether to colour
 */
record Palette(boolean colour) {

    String heading(String text) {
        return paint(text, "1");
    }

    String remark(String text) {
        return paint(text, "2");
    }

    String bad(String text) {
        return paint(text, "31");
    }

    String good(String text) {
        return paint(text, "32");
    }

    String doubtful(String text) {
        return paint(text, "33");
    }

    private String paint(String text, String code) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
