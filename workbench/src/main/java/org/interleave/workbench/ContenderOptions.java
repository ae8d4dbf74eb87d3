package org.interleave.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.suite.SuiteFile;
import picocli.CommandLine.Option;

/** The options of commands that measure what is named: also how large that is, and how often it is measured. */
class ContenderOptions extends SessionOptions {

    @Option(
            names = "--preset",
            paramLabel = "quick|full",
            description =
                    "quick (default): small workloads in few forks, for a first look. full: workloads several times as"
                            + " large in more forks, for numbers to rely on.")
    private Preset preset = Preset.QUICK;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Sets a parameter of workloads or an option of strategies, such as count=5M; of one alone with its"
                            + " name: giant-lock-timed.switch-interval=1ms. \"interleave list\" shows them all. May be given"
                            + " several times.")
    private List<String> settings = List.of();

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "How many JVMs measure each contender (default: what the preset says). More forks make the"
                    + " intervals narrower; how forks differ is seen from two on.")
    private Optional<Integer> forks = Optional.empty();

    /**
     * What they ask for.
     *
     * @param names experiments and workloads, none for the suite
     * @throws InvalidInputException if a value is not allowed
     */
    Request request(List<String> names) {
        forks.filter(count -> count < 1 || count > Repetitions.MOST_FORKS).ifPresent(count -> {
            throw new InvalidInputException("--forks " + count + " is not between 1 and " + Repetitions.MOST_FORKS);
        });
        return Request.of(names, preset, processors())
                .withStrategies(strategies())
                .withSettings(Arguments.settings(settings))
                .withForks(forks);
    }

    /**
     * The same of a team's suite. What the command line says goes before what the file says.
     *
     * @param others what was asked for that a suite says itself, if anything was
     * @throws InvalidInputException if something was, or the file cannot be read
     */
    Request ofSuite(Path file, Request given, Optional<String> others) {
        others.ifPresent(other -> {
            throw new InvalidInputException("--suite " + file + " says itself what is run; leave out " + other);
        });
        SuiteFile read = SuiteFile.read(file, Plugins.catalog(plugins()));
        Preset its = given("--preset") ? preset : read.preset().orElse(preset);
        return given.withSuite(read.suite(), its).withForks(given.forks().or(read::forks));
    }
}
