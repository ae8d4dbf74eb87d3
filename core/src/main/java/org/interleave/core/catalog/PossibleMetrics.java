package org.interleave.core.catalog;

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

/**
 * The metrics that a row can have. A metric is measured by the workbench itself, or declared by the row's workload or strategy;
 * where one of these two declares nothing, only a run can tell.
 */
public final class PossibleMetrics {

    private PossibleMetrics() {}

    /** Those of a workload under a strategy, by name; nothing if they are not known. */
    public static Optional<Set<String>> of(Catalog catalog, String workload, String strategy) {
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
        all.add(Claim.OTHERS_CPUS);
        all.addAll(ofWorkload.get());
        all.addAll(ofStrategy.get());
        return Optional.of(all);
    }

    /**
     * Checks that one of several rows can have a metric.
     *
     * @param known the metrics of each, as {@link #of} tells them
     * @throws InvalidInputException if none can
     */
    public static void check(List<Optional<Set<String>>> known, String metric) {
        Set<String> all = known.stream()
                .flatMap(Optional::stream)
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        if (known.stream().allMatch(Optional::isPresent) && !all.contains(Metric.declaredName(metric))) {
            throw InvalidInputException.unknown("measure", metric, all);
        }
    }
}
