package org.interleave.processes;

import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.testkit.StrategyContract;

class SharedMemoryContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new Processes();
    }

    @Override
    protected Parameters options() {
        return super.options().with(Processes.TRANSPORT, "shared-memory");
    }
}
