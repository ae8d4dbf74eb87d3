package org.example;

import org.interleave.core.Strategy;
import org.interleave.testkit.StrategyContract;

/** Interleave's contract of strategies. */
class PriorityPoolTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new PriorityPool();
    }
}
