package org.interleave.workbench;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that measure for the results: also where these go. */
final class MeasuringOptions extends ContenderOptions {

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Where to write the results as JSON (default: a new file in results/); - is standard output, everything"
                            + " else then goes to standard error.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--force", description = "Replace files that are there, and a journal beside that of --json.")
    private boolean force;

    Optional<Path> json() {
        return json;
    }

    boolean force() {
        return force;
    }
}
