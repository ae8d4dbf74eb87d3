package org.interleave.eventloop;

import org.interleave.core.Strategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.testkit.StrategyContract;

class NettyStrategyContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new NettyStrategy();
    }
}
