package org.interleave.core;

import java.util.HashMap;
import java.util.Map;

/**
 * One row of an experiment: a workload under a strategy.
 *
 * @param label what claims call it; unique within the experiment
 * @param workload the workload's name
 * @param parameters the workload's parameters that differ from the preset's, as the user would write them
 * @param strategy the strategy's name
 * @param options the strategy's options that differ from their defaults, as the user would write them
 */
public record Contender(
        String label, String workload, Map<String, String> parameters, String strategy, Map<String, String> options) {

    /** Takes copies. */
    public Contender {
        parameters = Map.copyOf(parameters);
        options = Map.copyOf(options);
    }

    /** A workload under a strategy as they are by default, called by the strategy's name. */
    public static Contender of(String workload, String strategy) {
        return new Contender(strategy, workload, Map.of(), strategy, Map.of());
    }

    /** The same with a parameter of the workload set. */
    public Contender withParameter(String name, String value) {
        return new Contender(label, workload, plus(parameters, name, value), strategy, options);
    }

    /** The same with an option of the strategy set. */
    public Contender withOption(String name, String value) {
        return new Contender(label, workload, parameters, strategy, plus(options, name, value));
    }

    /** The same, called otherwise. */
    public Contender labelled(String newLabel) {
        return new Contender(newLabel, workload, parameters, strategy, options);
    }

    private static Map<String, String> plus(Map<String, String> map, String name, String value) {
        Map<String, String> more = new HashMap<>(map);
        more.put(name, value);
        return more;
    }
}
