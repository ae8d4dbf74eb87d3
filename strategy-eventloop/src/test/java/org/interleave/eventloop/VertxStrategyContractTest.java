package org.interleave.eventloop;

import org.interleave.core.Strategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.testkit.StrategyContract;

class VertxStrategyContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new VertxStrategy();
    }
}
