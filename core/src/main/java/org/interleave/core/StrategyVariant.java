package org.interleave.core;

import java.util.Map;

/**
 * A named set of options under which a strategy is another contender, so that like stands beside like: one event loop, or a
 * loop for each processor.
 *
 * @param name lower case, words joined by hyphens; what the user writes after the strategy's name and a slash
 * @param options a value for each option that makes it this variant, as the user would write it; at least one
 */
public record StrategyVariant(String name, Map<String, String> options) {

    /** Takes a copy. */
    public StrategyVariant {
        options = Map.copyOf(options);
    }
}
