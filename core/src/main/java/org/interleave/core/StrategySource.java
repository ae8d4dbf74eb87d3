package org.interleave.core;

import java.util.List;

/**
 * Makes strategies of the providers of another service, one of each, such as of each policy of a lock. Found by {@link
 * java.util.ServiceLoader}'s files, like a single {@link Strategy}, and so are the providers.
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
