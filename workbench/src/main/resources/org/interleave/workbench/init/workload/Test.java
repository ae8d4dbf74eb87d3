package org.example;

import org.interleave.core.Workload;
import org.interleave.testkit.WorkloadContract;

/** Interleave's contract of workloads. */
class @CLASS@Test extends WorkloadContract {

    @Override
    protected Workload<?> workload() {
        return new @CLASS@();
    }
}
