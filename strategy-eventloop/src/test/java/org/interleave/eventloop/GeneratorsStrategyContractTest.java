package org.interleave.eventloop;

import org.interleave.core.Strategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.testkit.StrategyContract;

class GeneratorsStrategyContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new GeneratorsStrategy();
    }
}
