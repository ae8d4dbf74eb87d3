package org.interleave.workbench;

import java.io.Console;

/** What the program's output goes to. */
final class Terminal {

    private Terminal() {}

    /** Whether standard output is a terminal. */
    @SuppressWarnings("SystemConsoleNull") // null where the JVM runs without a console provider
    static boolean interactive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Whether to use colour: on a terminal, unless {@code NO_COLOR} is set. */
    static boolean colour() {
        String noColor = System.getenv("NO_COLOR");
        return interactive() && (noColor == null || noColor.isEmpty());
    }

    /** How many characters fit in a line: {@code COLUMNS} on a terminal, if it says; otherwise as many as it takes. */
    static int width() {
        String columns = System.getenv("COLUMNS");
        boolean known = interactive() && columns != null && columns.matches("[1-9][0-9]{0,4}");
        return known ? Integer.parseInt(columns) : Integer.MAX_VALUE;
    }
}
