package org.interleave.workbench.measure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.runtime.JvmOptions;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.plan.Builds;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Handicap;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;

/** The runner of forks: it has one configuration measured in one fresh JVM. */
public final class ForkRunner implements Measurement.Runner {

    /** What every fork is started with, whatever the strategy. */
    static final List<String> JVM_FLAGS = Stream.of(
                    JvmOptions.COMMON, JvmOptions.read(ForkRunner.class, "fork.options"))
            .flatMap(List::stream)
            .toList();

    /** Variables whose options every JVM takes, or those that its launcher starts. */
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** A round that takes longer hangs. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** As the JVM calls it; %p is the process. */
    private static final String CRASH_FILE = "hs_err_pid%p.log";

    private final Catalog catalog;
    private final Repetitions repetitions;
    private final Optional<String> plugins;
    private final Path temporary;
    private final Optional<Path> crashes;
    private final Duration patience;
    private final Optional<Handicap> handicap;
    private final Optional<OtherBuild> other;

    /**
     * Measures what a run is of.
     *
     * @param build that measures what is planned for another
     * @param scratch the directory for temporary files
     * @param crashes the directory for what a JVM writes that crashes; empty for the working directory
     */
    public ForkRunner(RunOrder order, Optional<OtherBuild> build, Path scratch, Optional<Path> crashes) {
        this(
                order.catalog(),
                order.plan().repetitions(),
                order.header().plugins(),
                scratch,
                crashes,
                PATIENCE,
                order.header().request().handicap(),
                build);
    }

    /**
     * Measures in so many rounds.
     *
     * @param catalog where names are looked up
     * @param plugins where plug-ins are, if anywhere
     * @param temporary the directory for their temporary files
     * @param crashes the directory for what a JVM writes that crashes; empty for the working directory
     */
    public ForkRunner(
            Catalog catalog,
            Repetitions repetitions,
            Optional<String> plugins,
            Path temporary,
            Optional<Path> crashes) {
        this(catalog, repetitions, plugins, temporary, crashes, PATIENCE);
    }

    /** @param patience how long a round may take */
    ForkRunner(
            Catalog catalog,
            Repetitions repetitions,
            Optional<String> plugins,
            Path temporary,
            Optional<Path> crashes,
            Duration patience) {
        this(catalog, repetitions, plugins, temporary, crashes, patience, Optional.empty(), Optional.empty());
    }

    private ForkRunner(
            Catalog catalog,
            Repetitions repetitions,
            Optional<String> plugins,
            Path temporary,
            Optional<Path> crashes,
            Duration patience,
            Optional<Handicap> handicap,
            Optional<OtherBuild> other) {
        this.catalog = catalog;
        this.repetitions = repetitions;
        this.plugins = plugins;
        this.temporary = temporary;
        this.crashes = crashes;
        this.patience = patience;
        this.handicap = handicap;
        this.other = other;
    }

    /** All that every fork is started with: options that the environment adds, as {@code VARIABLE=OPTIONS}, and our flags. */
    static List<String> allFlags() {
        return Stream.concat(environmentOptions().stream(), JVM_FLAGS.stream()).toList();
    }

    /** The options that the environment adds to ours, as {@code VARIABLE=OPTIONS}. */
    public static List<String> environmentOptions() {
        Map<String, String> environment = System.getenv();
        return OPTION_VARIABLES.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .map(name -> name + "=" + environment.get(name))
                .toList();
    }

    /** Measures a configuration in one fork, on the configuration's processors. */
    @Override
    public ForkOutcome run(Configuration configuration) {
        return run(configuration, false);
    }

    @Override
    public ForkOutcome runThenTraced(Configuration configuration) {
        return run(configuration, true);
    }

    private ForkOutcome run(Configuration configuration, boolean traced) {
        List<Integer> own = LibC.AVAILABLE ? LibC.affinity() : List.of();
        boolean pinned = LibC.AVAILABLE && !own.equals(configuration.cpus());
        if (pinned) {
            LibC.setAffinity(configuration.cpus());
        }
        try {
            Configuration work =
                    handicap.map(more -> more.applied(catalog, configuration)).orElse(configuration);
            ForkOrder order = ForkOrder.of(catalog, work, plugins, repetitions.rounds());
            List<String> java = java(files(configuration), order, Planner.jvmOptions(catalog, work));
            return ForkProcess.run(java, traced ? order.thenTraced() : order, patience);
        } finally {
            if (pinned) {
                LibC.setAffinity(own);
            }
        }
    }

    private ProgramFiles files(Configuration configuration) {
        ProgramFiles own = ProgramFiles.own();
        return other.map(OtherBuild::files)
                .map(others -> configuration.twin().equals(Builds.OLD) ? others.alike(own) : own.alike(others))
                .orElse(own);
    }

    /** What starts the fork's JVM. Of two options that set the same the last counts. */
    private List<String> java(ProgramFiles files, ForkOrder order, List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(more);
        command.addAll(ForkArchive.flags(files.archive(), order.providers()));
        Plugins.kernelProperty(plugins)
                .ifPresent(property -> command.add("-D" + property.getKey() + "=" + property.getValue()));
        command.add("-Djava.io.tmpdir=" + temporary);
        crashes.ifPresent(directory -> command.add("-XX:ErrorFile=" + directory.resolve(CRASH_FILE)));
        command.addAll(List.of("-cp", files.classPath(), ForkMain.class.getName()));
        return command;
    }
}
