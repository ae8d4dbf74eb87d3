package org.interleave.workbench.report;

/**
 * Colours text for terminals, by ANSI escape sequences, or leaves it as it is.
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
