package org.interleave.testkit;

import java.util.List;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The workloads that Interleave comes with pass the contract of workloads. */
@ParameterizedClass
@MethodSource("workloads")
class BuiltInWorkloadsContractTest extends WorkloadContract {

    @Parameter
    private NamedWorkload subject = workloads().getFirst();

    /** A workload that is called by its name in reports of tests. */
    record NamedWorkload(String name, Workload<?> workload) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<NamedWorkload> workloads() {
        return Catalog.load(BuiltInWorkloadsContractTest.class.getClassLoader()).workloads().stream()
                .map(workload -> new NamedWorkload(workload.name(), workload))
                .toList();
    }

    @Override
    protected Workload<?> workload() {
        return subject.workload();
    }
}
