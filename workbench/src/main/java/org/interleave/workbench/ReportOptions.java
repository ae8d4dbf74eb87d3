package org.interleave.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.report.Destination;
import picocli.CommandLine.Option;

/** The options that say in which forms a report is written beside its JSON, and where. */
final class ReportOptions {

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Where to write the page with the answer, the charts and what is behind them: one file, which"
                    + " any browser shows offline (default: beside the JSON; none for a run with --json).")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Where to write tables and claims as Markdown, for a pull request (default: nowhere).")
    private Optional<Path> markdown = Optional.empty();

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Where to write every sample as comma-separated values (default: nowhere).")
    private Optional<Path> csv = Optional.empty();

    @Option(
            names = "--jmh",
            paramLabel = "FILE",
            description = "Where to write the results in the shape of JMH's JSON, for its viewers (default: nowhere).")
    private Optional<Path> jmh = Optional.empty();

    private Map<ReportForm, Path> named() {
        Map<ReportForm, Path> named = new EnumMap<>(ReportForm.class);
        html.ifPresent(file -> named.put(ReportForm.HTML, file));
        markdown.ifPresent(file -> named.put(ReportForm.MARKDOWN, file));
        csv.ifPresent(file -> named.put(ReportForm.CSV, file));
        jmh.ifPresent(file -> named.put(ReportForm.JMH, file));
        return named;
    }

    /**
     * The outputs that were named.
     *
     * @param force whether files that are there may be replaced
     * @param others files that are read or written beside, by what they are: nothing may be written to one of them
     * @throws InvalidInputException if one could not be written, must not be replaced, or is named twice
     */
    List<ReportOutput> outputs(boolean force, Map<String, Path> others) {
        Map<Path, String> taken = new HashMap<>();
        others.forEach((what, file) -> taken.put(place(file), what));
        List<ReportOutput> outputs = new ArrayList<>();
        named().forEach((form, file) -> {
            String before = taken.put(place(file), form.option());
            if (before != null) {
                throw new InvalidInputException(
                        form.option() + " " + file + " is the same file as " + before + "; name another");
            }
            outputs.add(new ReportOutput(form, Destination.named(form.option(), file, force)));
        });
        return outputs;
    }

    /** A file by all of its names, and standard output by all of its own. */
    private static Path place(Path file) {
        if (Destination.isStandardOutput(file)) {
            return Path.of(Destination.StandardOutput.NAME);
        }
        Path absolute = file.toAbsolutePath().normalize();
        try {
            return absolute.toRealPath();
        } catch (IOException notThereYet) {
            return absolute;
        }
    }
}
