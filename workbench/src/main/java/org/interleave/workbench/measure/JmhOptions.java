package org.interleave.workbench.measure;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.interleave.workbench.plan.Configuration;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The options of JMH by which it runs {@link ContenderBenchmark} on a configuration. */
final class JmhOptions {

    private JmhOptions() {}

    /**
     * Options that lack only how often, and in what JVM.
     *
     * @param plugins where plug-ins are, if anywhere
     * @param unusable the plug-ins' classes to leave out
     */
    static ChainedOptionsBuilder of(Configuration configuration, Optional<String> plugins, Set<String> unusable) {
        return new OptionsBuilder()
                .include("^" + Pattern.quote(ContenderBenchmark.class.getName() + ".run") + "$")
                .addProfiler(SampleProfiler.class)
                .param("workload", configuration.workload())
                .param("parameters", Configuration.encode(configuration.parameters()))
                .param("strategy", configuration.strategy())
                .param("options", Configuration.encode(configuration.options()))
                .param("plugins", plugins.orElse(""))
                .param("unusable", String.join(",", unusable));
    }

    /**
     * A runner that does without JMH's lock, which is one for all users of the machine, as forks are run one at a time; and
     * that does not start a JVM to find out which blackhole it has.
     */
    static Runner runner(Options options, OutputFormat output) {
        // read while JMH's classes are initialised, which the expression below begins with
        System.setProperty("jmh.ignoreLock", "true");
        System.setProperty("jmh.blackhole.autoDetect", "false");
        return new Runner(options, output);
    }
}
