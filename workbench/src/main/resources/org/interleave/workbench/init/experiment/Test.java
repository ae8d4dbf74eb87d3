package org.example;

import org.interleave.core.Experiment;
import org.interleave.testkit.ExperimentContract;

/** Interleave's contract of experiments. */
class @CLASS@Test extends ExperimentContract {

    @Override
    protected Experiment experiment() {
        return new @CLASS@();
    }
}
