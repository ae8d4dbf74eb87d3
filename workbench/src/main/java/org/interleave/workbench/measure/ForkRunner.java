package org.interleave.workbench.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.runtime.JvmOptions;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Repetitions;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;

/** The runner of forks: it has JMH measure one configuration in one fresh JVM. */
public final class ForkRunner {

    /** What every fork is started with, whatever the strategy. */
    static final List<String> JVM_FLAGS = Stream.of(
                    JvmOptions.COMMON, JvmOptions.read(ForkRunner.class, "fork.options"), ForkArchive.flags())
            .flatMap(List::stream)
            .toList();

    /** Variables whose options every JVM takes, or those that its launcher starts. */
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Repetitions repetitions;
    private final Optional<String> plugins;
    private final Set<String> unusable;
    private final Path temporary;

    /**
     * Measures in so many forks and rounds.
     *
     * @param plugins where plug-ins are, if anywhere
     * @param unusable the plug-ins' classes that forks leave out
     * @param temporary the directory for their temporary files
     */
    public ForkRunner(Repetitions repetitions, Optional<String> plugins, Set<String> unusable, Path temporary) {
        this.repetitions = repetitions;
        this.plugins = plugins;
        this.unusable = Set.copyOf(unusable);
        this.temporary = temporary;
    }

    /** All that every fork is started with: options that the environment adds, as {@code VARIABLE=OPTIONS}, and our flags. */
    static List<String> allFlags() {
        return Stream.concat(environmentOptions().stream(), JVM_FLAGS.stream()).toList();
    }

    /** The options that the environment adds to ours, as {@code VARIABLE=OPTIONS}. */
    static List<String> environmentOptions() {
        Map<String, String> environment = System.getenv();
        return OPTION_VARIABLES.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .map(name -> name + "=" + environment.get(name))
                .toList();
    }

    /** Measures a configuration in one fork, on the configuration's processors. */
    public ForkOutcome run(Configuration configuration) {
        ForkOutput output = new ForkOutput();
        List<Integer> own = LibC.AVAILABLE ? LibC.affinity() : List.of();
        boolean pinned = LibC.AVAILABLE && !own.equals(configuration.cpus());
        if (pinned) {
            LibC.setAffinity(configuration.cpus());
        }
        try {
            List<RunResult> results = List.copyOf(
                    JmhOptions.runner(options(configuration), output).run());
            return measured(results.getFirst());
        } catch (RunnerException | RuntimeException e) {
            return output.interrupted()
                    ? new ForkOutcome.Interrupted()
                    : new ForkOutcome.Invalid(ForkFailure.reason(e, output.lines()));
        } finally {
            if (pinned) {
                LibC.setAffinity(own);
            }
        }
    }

    private Options options(Configuration configuration) {
        return JmhOptions.of(configuration, plugins, unusable)
                .forks(1)
                .warmupIterations(repetitions.warmups())
                .measurementIterations(repetitions.iterations())
                .shouldFailOnError(true)
                .timeout(TimeValue.minutes(5))
                .jvmArgs(JVM_FLAGS.toArray(String[]::new))
                .jvmArgsAppend(ParentWatch.FORK_FLAG, "-Djava.io.tmpdir=" + temporary)
                .build();
    }

    private ForkOutcome measured(RunResult run) {
        Map<String, List<Double>> samples = new TreeMap<>();
        Map<String, String> units = new TreeMap<>();
        Map<String, Set<List<String>>> provenance = new HashMap<>();
        for (IterationResult iteration :
                run.getBenchmarkResults().iterator().next().getIterationResults()) {
            samples.computeIfAbsent(Claim.WALL, name -> new ArrayList<>())
                    .add(iteration.getPrimaryResult().getScore());
            units.put(Claim.WALL, "s");
            for (Map.Entry<String, ? extends Result<?>> metric :
                    secondary(iteration).entrySet()) {
                if (metric.getKey().equals(RowProvenance.NAME)) {
                    RowProvenance.decode(metric.getValue())
                            .forEach((key, lists) -> provenance
                                    .computeIfAbsent(key, any -> new HashSet<>())
                                    .addAll(lists));
                    continue;
                }
                samples.computeIfAbsent(metric.getKey(), name -> new ArrayList<>())
                        .add(metric.getValue().getScore());
                units.put(metric.getKey(), metric.getValue().getScoreUnit());
            }
        }
        return new ForkOutcome.Measured(samples, units, Map.of(), repetitions.warmups(), false, provenance);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<String, ? extends Result<?>> secondary(IterationResult iteration) {
        return (Map) iteration.getSecondaryResults();
    }
}
