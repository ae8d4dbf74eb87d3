package org.example;

import org.interleave.core.Strategy;
import org.interleave.testkit.StrategyContract;

/** Interleave's contract of strategies. */
class PekkoTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return new Pekko();
    }
}
