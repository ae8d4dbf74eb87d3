package org.interleave.workbench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.workbench.plan.Configuration;

/**
 * The order that the program gives a fork: one line on the fork's standard input, {@code key=value} pairs joined by {@code &}
 * and percent-encoded.
 *
 * @param workload the workload's name
 * @param parameters its parameters
 * @param strategy the strategy's name
 * @param options its options
 * @param plugins where plug-ins are, if anywhere
 * @param unusable the names of plug-ins' classes to leave out
 * @param rounds rounds to count, at least
 */
record ForkOrder(
        String workload,
        Map<String, String> parameters,
        String strategy,
        Map<String, String> options,
        Optional<String> plugins,
        Set<String> unusable,
        int rounds) {

    private static final String WORKLOAD = "workload";
    private static final String PARAMETERS = "parameters";
    private static final String STRATEGY = "strategy";
    private static final String OPTIONS = "options";
    private static final String PLUGINS = "plugins";
    private static final String UNUSABLE = "unusable";
    private static final String ROUNDS = "rounds";

    static ForkOrder of(Configuration configuration, Optional<String> plugins, Set<String> unusable, int rounds) {
        return new ForkOrder(
                configuration.workload(),
                configuration.parameters(),
                configuration.strategy(),
                configuration.options(),
                plugins,
                unusable,
                rounds);
    }

    /** The line, without its end. */
    String line() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(WORKLOAD, workload);
        fields.put(PARAMETERS, Configuration.encode(parameters));
        fields.put(STRATEGY, strategy);
        fields.put(OPTIONS, Configuration.encode(options));
        plugins.ifPresent(directory -> fields.put(PLUGINS, directory));
        fields.put(UNUSABLE, String.join(",", new TreeSet<>(unusable)));
        fields.put(ROUNDS, Integer.toString(rounds));
        return Configuration.encode(fields);
    }

    /** Reads what {@link #line} wrote. @throws IllegalArgumentException if it is something else */
    static ForkOrder parse(String line) {
        Map<String, String> fields = Configuration.decode(line);
        return new ForkOrder(
                field(fields, WORKLOAD),
                Configuration.decode(field(fields, PARAMETERS)),
                field(fields, STRATEGY),
                Configuration.decode(field(fields, OPTIONS)),
                Optional.ofNullable(fields.get(PLUGINS)),
                Stream.of(field(fields, UNUSABLE).split(",", -1))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                Integer.parseInt(field(fields, ROUNDS)));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the order has no " + name);
        }
        return value;
    }
}
