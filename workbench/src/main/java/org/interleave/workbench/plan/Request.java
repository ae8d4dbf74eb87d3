package org.interleave.workbench.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Preset;

/**
 * A request: what the user asked to run.
 *
 * @param names experiments and workloads, none for the suite
 * @param preset which defaults
 * @param strategies only these, none for all
 * @param settings parameters and options, by name, perhaps qualified as in {@code giant-lock-timed.switch-interval}
 * @param cpus the processors to use
 * @param forks how many JVMs measure each contender, at least 1; empty for as many as the preset says
 * @param baseline the strategy or label that ratios are against; empty for the default
 */
public record Request(
        List<String> names,
        Preset preset,
        List<String> strategies,
        Map<String, String> settings,
        List<Integer> cpus,
        Optional<Integer> forks,
        Optional<String> baseline) {

    public Request {
        names = List.copyOf(names);
        strategies = List.copyOf(strategies);
        settings = Map.copyOf(settings);
        cpus = List.copyOf(cpus);
    }
}
