package org.interleave.eventloop;

import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyVariant;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.testkit.StrategyContract;

class AkkaPerCpuContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new AkkaStrategy();
    }

    @Override
    protected Parameters options() {
        return optionsOfVariant(StrategyVariant.PER_CPU);
    }
}
