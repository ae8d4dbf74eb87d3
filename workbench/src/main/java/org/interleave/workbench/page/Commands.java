package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.core.Preset;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;

/** The command lines that do again what a report tells of, or look closer at it, as a shell takes them. */
final class Commands {

    private static final String PROGRAM = "interleave";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /** What an experiment was run with, where it was run by name. */
    private static final Set<String> OF_EXPERIMENT = Set.of("--set", "--forks", "--time", "--strategies", "--strategy");

    /** What any run is run with. */
    private static final Set<String> OF_RUN = Set.of("--cpus", "--plugins");

    private Commands() {}

    /** The one that made the report. */
    static String whole(Report report) {
        return line(report.interleave().commandLine());
    }

    /** One that runs an experiment again as this run did, in the same order. */
    static String repeat(Report report, String experiment) {
        Provenance provenance = report.interleave();
        List<String> words = new ArrayList<>(List.of("run", experiment));
        if (provenance.preset() != Preset.QUICK) {
            words.addAll(List.of("--preset", provenance.preset().name().toLowerCase(Locale.ROOT)));
        }
        boolean byName = report.rows().stream().anyMatch(row -> row.experiment().equals(experiment));
        words.addAll(options(provenance.commandLine(), byName));
        words.addAll(List.of("--seed", Long.toString(provenance.seed())));
        return line(words);
    }

    /** Those of a command line that change what is measured. */
    private static List<String> options(List<String> commandLine, boolean byName) {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < commandLine.size(); i++) {
            String word = commandLine.get(i);
            String name = word.replaceFirst("=.*", "");
            if (!OF_RUN.contains(name) && !(byName && OF_EXPERIMENT.contains(name))) {
                continue;
            }
            options.add(word);
            if (name.equals(word) && i + 1 < commandLine.size()) {
                i++;
                options.add(commandLine.get(i));
            }
        }
        return options;
    }

    /** One that shows, event by event, what became of the lock in such a row. */
    static String trace(Row row) {
        Stream<String> settings = Stream.concat(row.parameters().entrySet().stream(), row.options().entrySet().stream())
                .flatMap(setting -> Stream.of("--set", setting.getKey() + "=" + setting.getValue()));
        return line(Stream.concat(Stream.of("trace", row.workload(), "--strategy", row.strategy()), settings)
                .toList());
    }

    private static String line(List<String> words) {
        return PROGRAM + " "
                + String.join(" ", words.stream().map(Commands::quoted).toList());
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
