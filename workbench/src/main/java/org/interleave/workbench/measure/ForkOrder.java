package org.interleave.workbench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.ProviderName;
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
 * @param providers the classes that bring the workload and the strategy
 * @param rounds rounds to count, at least
 * @param traced whether one more round is traced, after all that is measured, if the strategy has a giant lock
 */
record ForkOrder(
        String workload,
        Map<String, String> parameters,
        String strategy,
        Map<String, String> options,
        Optional<String> plugins,
        Set<ProviderName> providers,
        int rounds,
        boolean traced) {

    private static final String WORKLOAD = "workload";
    private static final String PARAMETERS = "parameters";
    private static final String STRATEGY = "strategy";
    private static final String OPTIONS = "options";
    private static final String PLUGINS = "plugins";
    private static final String PROVIDERS = "providers";
    private static final String ROUNDS = "rounds";
    private static final String TRACED = "traced";

    private static final String SEPARATOR = ",";
    private static final String OF = ":";

    /**
     * The order to measure a configuration, and to trace nothing.
     *
     * @param catalog where its names are looked up
     * @param plugins where plug-ins are, if anywhere
     */
    static ForkOrder of(Catalog catalog, Configuration configuration, Optional<String> plugins, int rounds) {
        return new ForkOrder(
                configuration.workload(),
                configuration.parameters(),
                configuration.strategy(),
                configuration.options(),
                plugins,
                catalog.providers(configuration.strategy(), configuration.workload()),
                rounds,
                false);
    }

    /** The same, and to trace one more round then. */
    ForkOrder thenTraced() {
        return new ForkOrder(workload, parameters, strategy, options, plugins, providers, rounds, true);
    }

    /** The line, without its end. */
    String line() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(WORKLOAD, workload);
        fields.put(PARAMETERS, Configuration.encode(parameters));
        fields.put(STRATEGY, strategy);
        fields.put(OPTIONS, Configuration.encode(options));
        plugins.ifPresent(directory -> fields.put(PLUGINS, directory));
        fields.put(
                PROVIDERS,
                providers.stream()
                        .map(provider -> provider.service() + OF + provider.type())
                        .sorted()
                        .collect(Collectors.joining(SEPARATOR)));
        fields.put(ROUNDS, Integer.toString(rounds));
        fields.put(TRACED, Boolean.toString(traced));
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
                Stream.of(field(fields, PROVIDERS).split(SEPARATOR, -1))
                        .map(ForkOrder::provider)
                        .collect(Collectors.toUnmodifiableSet()),
                Integer.parseInt(field(fields, ROUNDS)),
                field(fields, TRACED).equals(Boolean.toString(true)));
    }

    private static ProviderName provider(String text) {
        int of = text.indexOf(OF);
        if (of < 0) {
            throw new IllegalArgumentException("the order has no provider in '" + text + "'");
        }
        return new ProviderName(text.substring(0, of), text.substring(of + OF.length()));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the order has no " + name);
        }
        return value;
    }
}
