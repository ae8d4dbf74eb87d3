package org.interleave.workbench.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Repetitions;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Has JMH measure one spec in one fresh JVM. */
public final class ForkRunner {

    private static final List<String> FIXED_FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Xmx2g");

    /** What every fork is started with, whatever the strategy. */
    static final List<String> JVM_FLAGS =
            Stream.concat(FIXED_FLAGS.stream(), ForkArchive.flags().stream()).toList();

    /** Variables whose options every JVM takes, or those that its launcher starts. */
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Repetitions shape;
    private final Optional<String> plugins;
    private final String unusable;
    private final Path temporary;

    /**
     * Measures in forks of this shape.
     *
     * @param plugins where plug-ins are, if anywhere
     * @param unusable the plug-ins' classes that forks leave out
     * @param temporary the directory for their temporary files
     */
    public ForkRunner(Repetitions shape, Optional<String> plugins, Set<String> unusable, Path temporary) {
        this.shape = shape;
        this.plugins = plugins;
        this.unusable = String.join(",", unusable);
        this.temporary = temporary;
        // Forks are run one at a time, and nobody needs JMH to find out which blackhole it has.
        System.setProperty("jmh.ignoreLock", "true");
        System.setProperty("jmh.blackhole.autoDetect", "false");
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

    /** Measures a spec in one fork, on the spec's processors. */
    public ForkOutcome run(Configuration spec) {
        ForkOutput output = new ForkOutput();
        List<Integer> own = LibC.AVAILABLE ? LibC.affinity() : List.of();
        boolean pinned = LibC.AVAILABLE && !own.equals(spec.cpus());
        if (pinned) {
            LibC.setAffinity(spec.cpus());
        }
        try {
            List<RunResult> results = List.copyOf(new Runner(options(spec), output).run());
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

    private Options options(Configuration spec) {
        return new OptionsBuilder()
                .include("^" + Pattern.quote(ContenderBenchmark.class.getName() + ".run") + "$")
                .forks(1)
                .warmupIterations(shape.warmups())
                .measurementIterations(shape.iterations())
                .shouldFailOnError(true)
                .timeout(TimeValue.minutes(5))
                .jvmArgs(JVM_FLAGS.toArray(String[]::new))
                .jvmArgsAppend(ParentWatch.FORK_FLAG, "-Djava.io.tmpdir=" + temporary)
                .addProfiler(SampleProfiler.class)
                .param("workload", spec.workload())
                .param("parameters", Configuration.encode(spec.parameters()))
                .param("strategy", spec.strategy())
                .param("options", Configuration.encode(spec.options()))
                .param("plugins", plugins.orElse(""))
                .param("unusable", unusable)
                .build();
    }

    private static ForkOutcome measured(RunResult run) {
        Map<String, List<Double>> samples = new TreeMap<>();
        Map<String, String> units = new TreeMap<>();
        Set<List<String>> workerFlags = new HashSet<>();
        for (IterationResult iteration :
                run.getBenchmarkResults().iterator().next().getIterationResults()) {
            samples.computeIfAbsent(Claim.WALL, name -> new ArrayList<>())
                    .add(iteration.getPrimaryResult().getScore());
            units.put(Claim.WALL, "s");
            for (Map.Entry<String, ? extends Result<?>> metric :
                    secondary(iteration).entrySet()) {
                if (metric.getKey().equals(WorkerFlags.NAME)) {
                    workerFlags.addAll(WorkerFlags.decode(metric.getValue()));
                    continue;
                }
                samples.computeIfAbsent(metric.getKey(), name -> new ArrayList<>())
                        .add(metric.getValue().getScore());
                units.put(metric.getKey(), metric.getValue().getScoreUnit());
            }
        }
        return new ForkOutcome.Measured(samples, units, workerFlags);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<String, ? extends Result<?>> secondary(IterationResult iteration) {
        return (Map) iteration.getSecondaryResults();
    }
}
