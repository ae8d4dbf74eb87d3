package org.interleave.core;

import java.util.stream.Stream;

/**
 * Brings strategies of which there is one for each of something, such as one for each policy of a lock. Found by {@link
 * java.util.ServiceLoader}, like a single {@link Strategy}.
 */
public interface StrategySource {

    /**
     * Its strategies.
     *
     * @param loader where plug-ins are found
     */
    Stream<Strategy> strategies(ClassLoader loader);
}
