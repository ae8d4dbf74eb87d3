package org.interleave.eventloop;

import java.util.Map;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.testkit.StrategyContract;
import org.junit.jupiter.api.Tag;

@Tag("thorough")
class NettyIoUringContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new NettyStrategy();
    }

    @Override
    protected Parameters options() {
        return Parameters.of(strategy().name(), strategy().options(), Map.of("transport", "io_uring"), Preset.QUICK);
    }
}
