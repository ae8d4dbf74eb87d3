package org.interleave.threads;

import org.interleave.core.Strategy;
import org.interleave.testkit.StrategyContract;

class ForkJoinContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new ForkJoin();
    }
}
