package org.interleave.threads;

import org.interleave.core.Strategy;
import org.interleave.testkit.StrategyContract;

class FineGrainedContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new FineGrained();
    }
}
