package org.interleave.eventloop;

import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyVariant;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.testkit.StrategyContract;

class NettyPerCpuContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new NettyStrategy();
    }

    @Override
    protected Parameters options() {
        return optionsOfVariant(StrategyVariant.PER_CPU);
    }
}
