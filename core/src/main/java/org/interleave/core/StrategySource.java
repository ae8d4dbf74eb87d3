package org.interleave.core;

import java.util.List;

/**
 * A factory that makes a strategy of each provider of another service, such as of each policy of a lock. It is a provider
 * of a service itself, as a single {@link Strategy} is.
 *
 * @param <P> the other service
 */
public interface StrategySource<P> {

    /** The strategies that it has without any provider. */
    List<Strategy> strategies();

    /** The service that plug-ins provide. */
    Class<P> service();

    /** The strategy of a provider. */
    Strategy strategy(P provider);
}
