package org.interleave.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.compare.RunComparison;
import org.interleave.workbench.compare.Terms;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.measure.Environment;
import org.interleave.workbench.plan.Handicap;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.ReportReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that compares two results, or this build with another, row by row. */
@Command(
        name = "compare",
        description = {
            "Compares two results row by row, or this build with another: what became slower, what faster, and what cannot"
                    + " be told.",
            "With two files nothing is measured. What the machine was like on two days differs too; for a gate in CI,"
                    + " --against has both builds measure everything in one session, taking turns."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {
            "",
            "Exit status: 0 nothing is slower, 1 something is slower, missing or invalid, 2 wrong use.",
            "",
            "Examples:",
            "  interleave compare monday.json tuesday.json --markdown pull-request.md",
            "  interleave compare --against ../main countdown messages --fail-on 5"
        })
final class CompareCommand implements Callable<Integer> {

    private static final double MOST_PERCENT = 100;

    /** Those that measure. */
    private static final List<String> OF_AGAINST = List.of(
            "--preset",
            "--strategies",
            "--set",
            "--cpus",
            "--forks",
            "--dry-run",
            "--no-wait",
            "--seed",
            "--plugins",
            "--handicap");

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|NAME",
            description =
                    "Two results, the older and the newer: JSON that a run has written. With --against, experiments"
                            + " and workloads to measure, by name or by a pattern (default: the quick suite).")
    private List<Path> operands = List.of();

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description =
                    "Measure with another build, which is the older, and with this one: a checkout of Interleave, which"
                            + " its launcher builds if need be, or the directory of its built jars.")
    private Optional<Path> against = Optional.empty();

    @Option(
            names = "--fail-on",
            paramLabel = "PERCENT",
            description = "The margin (default: 5). Slower is what is significantly slower, by half of it at least.")
    private double failOn = Terms.USUAL_PERCENT;

    @Option(
            names = "--measure",
            paramLabel = "NAME",
            description = "What rows are compared by, such as cpu_s, peak_rss_bytes or latency_p99 (default: what their"
                    + " table compares, wall time or the median latency).")
    private Optional<String> measure = Optional.empty();

    @Option(names = "--strict", description = "Exit with 1 also if a row cannot be told.")
    private boolean strict;

    @Option(
            names = "--anyway",
            description =
                    "Compare results of different machines, JVMs or presets all the same; the difference is said.")
    private boolean anyway;

    @Option(
            names = ComparisonOutput.MARKDOWN,
            paramLabel = "FILE",
            description = "Where to write the comparison as Markdown, for a pull request; - is standard output.")
    private Optional<Path> markdown = Optional.empty();

    @Option(
            names = ComparisonOutput.JSON,
            paramLabel = "FILE",
            description = "Where to write the verdicts as JSON; - is standard output. What --against measured goes to"
                    + " results/.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    @Option(names = "--handicap", hidden = true, paramLabel = "STRATEGY=PERCENT")
    private Optional<String> handicap = Optional.empty();

    @Mixin
    private ContenderOptions options = new ContenderOptions();

    @Override
    public Integer call() {
        if (!(failOn > 0 && failOn <= MOST_PERCENT)) {
            throw new InvalidInputException("--fail-on " + failOn + " is not more than 0 and at most 100 (percent)");
        }
        if (against.isPresent()) {
            List<String> names = operands.stream().map(Path::toString).toList();
            Terms terms = new Terms(failOn, measure, true, Optional.empty());
            return new BuildComparison(options, against.get(), terms, output())
                    .run(options.request(names).withHandicap(handicap.map(Handicap::parse)));
        }
        OF_AGAINST.stream().filter(options::given).findFirst().ifPresent(option -> {
            throw new InvalidInputException(option + " is for what is measured, with --against DIR");
        });
        if (operands.size() != 2) {
            throw new InvalidInputException(
                    "compare takes two results, the older and the newer, or --against DIR; given "
                            + (operands.size() == 1 ? "is 1" : "are " + operands.size()));
        }
        return compare(ReportReader.read(operands.getFirst()), ReportReader.read(operands.getLast()));
    }

    private int compare(Report older, Report newer) {
        Optional<String> difference = difference(older, newer);
        if (difference.isPresent() && !anyway) {
            throw new InvalidInputException(operands.getFirst() + " and " + operands.getLast()
                    + " were not measured alike: " + difference.get() + "; --anyway compares them all the same");
        }
        Terms terms = new Terms(failOn, measure, isOneSession(older, newer), difference);
        ComparisonOutput output = output();
        return output.write(
                RunComparison.of(older, newer, terms),
                output.console(options.command().commandLine()));
    }

    /** What two builds measured in turns has one beginning. */
    private static boolean isOneSession(Report older, Report newer) {
        return older.interleave().started().equals(newer.interleave().started())
                && older.interleave().seed() == newer.interleave().seed();
    }

    private ComparisonOutput output() {
        return ComparisonOutput.of(markdown, json, force, strict);
    }

    /** The first thing in which machine, JVM or preset differ. */
    private static Optional<String> difference(Report older, Report newer) {
        return surroundings(older)
                .differenceTo(surroundings(newer))
                .or(() -> older.interleave().preset() == newer.interleave().preset()
                        ? Optional.empty()
                        : Optional.of("preset was " + preset(older) + " and is " + preset(newer)));
    }

    /** Builds and plug-ins may differ: they are what is compared. */
    private static Environment surroundings(Report report) {
        return new Environment("", Optional.empty(), report.machine(), report.jvm(), Map.of());
    }

    private static String preset(Report report) {
        return report.interleave().preset().name().toLowerCase(Locale.ROOT);
    }
}
