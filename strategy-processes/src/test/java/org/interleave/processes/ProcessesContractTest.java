package org.interleave.processes;

import org.interleave.core.Strategy;
import org.interleave.testkit.StrategyContract;

class ProcessesContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new Processes();
    }
}
