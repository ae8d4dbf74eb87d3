package org.interleave.workbench.plan;

import java.util.List;
import org.interleave.core.InvalidInputException;
import org.interleave.core.catalog.Catalog;

/**
 * More work for one strategy than its parameters say, so that a test knows which row has to become slower, and by how much. Of two
 * builds only the newer has it.
 *
 * @param strategy the strategy's name
 * @param percent how much more it has to do
 */
public record Handicap(String strategy, double percent) {

    private static final double MOST = 1_000;

    /** Reads {@code STRATEGY=PERCENT}. @throws InvalidInputException if it is something else */
    public static Handicap parse(String text) {
        int equals = text.lastIndexOf('=');
        try {
            if (equals > 0) {
                double percent = Double.parseDouble(text.substring(equals + 1));
                if (percent > 0 && percent <= MOST) {
                    return new Handicap(text.substring(0, equals), percent);
                }
            }
        } catch (NumberFormatException e) {
            // the same answer
        }
        throw new InvalidInputException(
                "--handicap " + text + " is not STRATEGY=PERCENT, more than 0 and at most 1000");
    }

    /** Checks that a plan has rows that it can be given to. @throws InvalidInputException if not */
    void check(Catalog catalog, Plan plan) {
        List<Configuration> slowed =
                plan.configurations().stream().filter(this::isFor).toList();
        if (slowed.isEmpty()) {
            throw InvalidInputException.unknown(
                    "strategy of --handicap",
                    strategy,
                    plan.configurations().stream()
                            .map(Configuration::strategy)
                            .distinct()
                            .toList());
        }
        slowed.forEach(configuration -> applied(catalog, configuration));
    }

    /** Whether a configuration has it. */
    public boolean isFor(Configuration configuration) {
        return configuration.strategy().equals(strategy)
                && !configuration.twin().equals(Builds.OLD);
    }

    /** What a fork does that measures a configuration. */
    public Configuration applied(Catalog catalog, Configuration configuration) {
        return isFor(configuration)
                ? new Configuration(
                        configuration.workload(),
                        WorkScale.raised(
                                catalog.workload(configuration.workload()),
                                configuration.parameters(),
                                1 + percent / 100),
                        configuration.strategy(),
                        configuration.options(),
                        configuration.cpus(),
                        configuration.twin())
                : configuration;
    }
}
