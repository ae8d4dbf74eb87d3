package org.example;

import org.interleave.core.Strategy;
import org.interleave.core.catalog.Catalog;
import org.interleave.testkit.StrategyContract;

/** Interleave's contract of strategies, for the giant lock under this policy. */
class EagerTest extends StrategyContract {

    @Override
    protected Strategy strategy() {
        return Catalog.load(getClass().getClassLoader()).strategy("giant-lock:eager");
    }
}
