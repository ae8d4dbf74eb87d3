package org.interleave.eventloop;

import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.testkit.StrategyContract;

class VertxVirtualThreadContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new VertxStrategy();
    }

    @Override
    protected Parameters options() {
        return optionsOfVariant("virtual-thread");
    }
}
