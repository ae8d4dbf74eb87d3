package org.interleave.processes;

import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.processes.wire.Transport;
import org.interleave.testkit.StrategyContract;
import org.junit.jupiter.api.Tag;

@Tag("thorough")
class SharedMemoryContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new Processes();
    }

    @Override
    protected Parameters options() {
        return super.options().with(Processes.TRANSPORT, Transport.SHARED_MEMORY);
    }
}
