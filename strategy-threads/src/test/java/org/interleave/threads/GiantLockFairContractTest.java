package org.interleave.threads;

import org.interleave.core.Strategy;
import org.interleave.testkit.StrategyContract;

class GiantLockFairContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return GiantLocks.FAIR;
    }
}
