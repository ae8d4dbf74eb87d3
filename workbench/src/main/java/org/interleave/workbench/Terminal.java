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
}
