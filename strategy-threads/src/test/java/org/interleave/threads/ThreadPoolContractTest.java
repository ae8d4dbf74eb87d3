package org.interleave.threads;

import org.interleave.core.Strategy;
import org.interleave.testkit.StrategyContract;

class ThreadPoolContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new ThreadPool();
    }
}
