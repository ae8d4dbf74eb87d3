package org.interleave.core;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One row of an experiment: a workload under a strategy.
 *
 * @param label what claims call it; unique within the experiment
 * @param workload the workload's name
 * @param parameters the workload's parameters that differ from the preset's, as the user would write them
 * @param strategy the strategy's name
 * @param options the strategy's options that differ from their defaults, as the user would write them
 * @param processors how many processors it is confined to, at least one, of those that the user allows; if these are
 *     fewer, it gets them all. All of them if empty
 */
public record Contender(
        String label,
        String workload,
        Map<String, String> parameters,
        String strategy,
        Map<String, String> options,
        OptionalInt processors) {

    /** Takes copies and checks the number of processors. */
    public Contender {
        parameters = Map.copyOf(parameters);
        options = Map.copyOf(options);
        if (processors.isPresent() && processors.getAsInt() < 1) {
            throw new IllegalArgumentException("processors is " + processors.getAsInt() + ", must be at least 1");
        }
    }

    /** A workload under a strategy as they are by default, called by the strategy's name. */
    public static Contender of(String workload, String strategy) {
        return new Contender(strategy, workload, Map.of(), strategy, Map.of(), OptionalInt.empty());
    }

    /** The same with a parameter of the workload set. */
    public Contender withParameter(String name, String value) {
        return new Contender(label, workload, plus(parameters, name, value), strategy, options, processors);
    }

    /** The same with an option of the strategy set. */
    public Contender withOption(String name, String value) {
        return new Contender(label, workload, parameters, strategy, plus(options, name, value), processors);
    }

    /** The same, confined to a number of processors. */
    public Contender onProcessors(int number) {
        return new Contender(label, workload, parameters, strategy, options, OptionalInt.of(number));
    }

    /** The same, called otherwise. */
    public Contender labelled(String newLabel) {
        return new Contender(newLabel, workload, parameters, strategy, options, processors);
    }

    /** Whether it is a workload under a strategy as they are by default. */
    public boolean isPlain() {
        return parameters.isEmpty() && options.isEmpty() && processors.isEmpty();
    }

    private static Map<String, String> plus(Map<String, String> map, String name, String value) {
        Map<String, String> more = new HashMap<>(map);
        more.put(name, value);
        return more;
    }
}
