package org.interleave.workbench.measure;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.interleave.workbench.plan.Configuration;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
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
        // Forks are run one at a time, and nobody needs JMH to find out which blackhole it has.
        System.setProperty("jmh.ignoreLock", "true");
        System.setProperty("jmh.blackhole.autoDetect", "false");
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
}
