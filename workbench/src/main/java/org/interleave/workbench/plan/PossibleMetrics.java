package org.interleave.workbench.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.interleave.core.Claim;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Metric;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.machine.ProcessUsage;

/**
 * The metrics that a row can have. A metric is measured by the workbench itself, or declared by the row's workload or strategy;
 * where one of these two declares nothing, only a run can tell.
 */
public final class PossibleMetrics {

    private PossibleMetrics() {}

    /** Those of a workload under a strategy; nothing if they are not known. */
    static Optional<Set<String>> of(Catalog catalog, String workload, String strategy) {
        Optional<Set<String>> ofWorkload = catalog.workloads().stream()
                .filter(candidate -> candidate.name().equals(workload))
                .findFirst()
                .flatMap(Workload::metrics);
        Optional<Set<String>> ofStrategy = catalog.strategies().stream()
                .filter(candidate -> candidate.name().equals(strategy))
                .findFirst()
                .flatMap(Strategy::metrics);
        if (ofWorkload.isEmpty() || ofStrategy.isEmpty()) {
            return Optional.empty();
        }
        Set<String> all = new TreeSet<>(Claim.MEASURED);
        all.addAll(Claim.ALSO_MEASURED);
        all.add(ProcessUsage.OTHERS);
        all.addAll(ofWorkload.get());
        all.addAll(ofStrategy.get());
        return Optional.of(all);
    }

    /** Checks that a row of a plan can have a metric. @throws InvalidInputException if none can */
    public static void check(Catalog catalog, Plan plan, String metric) {
        List<Optional<Set<String>>> known = plan.configurations().stream()
                .map(configuration -> of(catalog, configuration.workload(), configuration.strategy()))
                .toList();
        check(known, metric);
    }

    /** The same of rows with these metrics. */
    static void check(List<Optional<Set<String>>> known, String metric) {
        Set<String> all = known.stream()
                .flatMap(Optional::stream)
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        if (known.stream().allMatch(Optional::isPresent) && !all.contains(Metric.declaredName(metric))) {
            throw InvalidInputException.unknown("measure", metric, all);
        }
    }
}
