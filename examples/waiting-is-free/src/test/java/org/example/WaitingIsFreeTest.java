package org.example;

import org.interleave.core.Experiment;
import org.interleave.testkit.ExperimentContract;

/** Interleave's contract of experiments. */
class WaitingIsFreeTest extends ExperimentContract {

    @Override
    protected Experiment experiment() {
        return new WaitingIsFree();
    }
}
