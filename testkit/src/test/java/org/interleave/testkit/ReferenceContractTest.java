package org.interleave.testkit;

import org.interleave.core.Strategy;

class ReferenceContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new ReferenceStrategy();
    }
}
