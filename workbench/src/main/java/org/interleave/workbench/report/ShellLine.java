package org.interleave.workbench.report;

import java.util.List;
import java.util.regex.Pattern;

/** A command line of this program, as a shell takes it. */
public final class ShellLine {

    private static final String PROGRAM = "interleave";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellLine() {}

    /** The program with these arguments, quoted where they have to be. */
    public static String of(List<String> arguments) {
        return PROGRAM + " "
                + String.join(" ", arguments.stream().map(ShellLine::quoted).toList());
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
