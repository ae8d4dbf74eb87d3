package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The command line that does again what a report tells of, in the same order, as a shell takes it. */
final class RepeatCommand {

    private static final String PROGRAM = "interleave";
    private static final String SEED = "--seed";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private RepeatCommand() {}

    static String of(Provenance provenance) {
        List<String> words = new ArrayList<>(List.of(PROGRAM));
        words.addAll(provenance.commandLine());
        if (words.stream().noneMatch(word -> word.equals(SEED) || word.startsWith(SEED + "="))) {
            words.addAll(List.of(SEED, Long.toString(provenance.seed())));
        }
        return String.join(" ", words.stream().map(RepeatCommand::quoted).toList());
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
