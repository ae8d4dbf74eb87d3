package org.interleave.nativecode;

import org.interleave.core.Strategy;
import org.interleave.testkit.StrategyContract;

class NativeInstancesContractTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new NativeInstances();
    }
}
