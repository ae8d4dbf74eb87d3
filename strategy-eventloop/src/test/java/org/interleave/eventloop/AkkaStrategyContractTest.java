package org.interleave.eventloop;

import org.interleave.core.Strategy;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.testkit.StrategyContract;

class AkkaStrategyContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new AkkaStrategy();
    }
}
