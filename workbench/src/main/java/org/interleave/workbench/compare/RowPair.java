package org.interleave.workbench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;

/**
 * A row of two runs, or of one that the other does not have. Rows are the same if they did the same work by the same means:
 * workload, parameters, strategy, options and processors, whichever experiment they were measured for.
 *
 * @param was the row of the older run
 * @param is the row of the newer run; one of the two is there
 */
record RowPair(Optional<Row> was, Optional<Row> is) {

    private record Means(
            String workload,
            Map<String, String> parameters,
            String strategy,
            Map<String, String> options,
            List<Integer> cpus) {

        static Means of(Row row) {
            return new Means(row.workload(), row.parameters(), row.strategy(), row.options(), row.cpus());
        }
    }

    /** The newer row, or the older if there is no newer. */
    Row row() {
        return is.or(() -> was).orElseThrow();
    }

    /** Pairs the rows of two runs: in the order of the older run, then what only the newer has. */
    static List<RowPair> of(List<Row> older, List<Row> newer) {
        Map<Means, List<Row>> left = byMeans(newer);
        List<RowPair> pairs = new ArrayList<>();
        byMeans(older).forEach((means, rows) -> {
            List<Row> candidates = left.getOrDefault(means, List.of());
            rows.forEach(row -> pairs.add(pair(row, rows.size() == 1, candidates)));
        });
        left.values().forEach(rows -> rows.forEach(row -> pairs.add(new RowPair(Optional.empty(), Optional.of(row)))));
        return pairs;
    }

    /** Where means were measured more than once, as in an A/A test, labels tell them apart. */
    private static RowPair pair(Row row, boolean alone, List<Row> candidates) {
        Optional<Row> match = candidates.stream()
                .filter(other ->
                        (alone && candidates.size() == 1) || other.label().equals(row.label()))
                .findFirst();
        match.ifPresent(candidates::remove);
        return new RowPair(Optional.of(row), match);
    }

    /** Experiments may share a row: what has the same samples is the same measurement, which counts once. */
    private static Map<Means, List<Row>> byMeans(List<Row> rows) {
        record Measurement(Map<String, Series> measures, Optional<String> reason) {}
        Map<Means, SequencedSet<Measurement>> known = new LinkedHashMap<>();
        Map<Means, List<Row>> byMeans = new LinkedHashMap<>();
        for (Row row : rows) {
            Means means = Means.of(row);
            if (known.computeIfAbsent(means, any -> new LinkedHashSet<>())
                    .add(new Measurement(row.measures(), row.reason()))) {
                byMeans.computeIfAbsent(means, any -> new ArrayList<>()).add(row);
            }
        }
        return byMeans;
    }
}
