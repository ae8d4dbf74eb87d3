package org.interleave.eventloop;

import java.util.Map;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.testkit.StrategyContract;
import org.junit.jupiter.api.Tag;

@Tag("thorough")
class GeneratorsWithoutSlicesContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new GeneratorsStrategy();
    }

    @Override
    protected Parameters options() {
        return Parameters.of(
                strategy().name(), strategy().options(), Map.of(Slice.OPTION.name(), Slice.NEVER), Preset.QUICK);
    }
}
