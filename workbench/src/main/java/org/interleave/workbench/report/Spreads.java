package org.interleave.workbench.report;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The spreads of a report: for each measure of each workload in an experiment, the variance between forks, pooled over its
 * valid rows. Immutable.
 */
public final class Spreads {

    private record Pool(String experiment, String workload, String measure) {}

    private final Map<Pool, Spread> pools;

    /** Pools the rows of a report. Rows with the very same samples are of the same forks, which count once. */
    public Spreads(Collection<Row> rows) {
        Map<Pool, Set<Series>> series = new HashMap<>();
        rows.stream()
                .filter(Row::valid)
                .forEach(row -> row.measures()
                        .forEach((name, samples) -> series.computeIfAbsent(
                                        pool(row, name), pool -> new LinkedHashSet<>())
                                .add(samples)));
        pools = series.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Spread.pooled(entry.getValue())));
    }

    private static Pool pool(Row row, String measure) {
        return new Pool(row.experiment(), row.workload(), measure);
    }

    /** What the rows of a row's workload say of a measure. */
    public Spread of(Row row, String measure) {
        return pools.getOrDefault(pool(row, measure), Spread.UNKNOWN);
    }
}
