package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.workbench.scaling.ScalabilityLaw;
import org.interleave.workbench.scaling.ScalabilityModel;
import org.interleave.workbench.scaling.ScalingPoint;

/**
 * What a contender's times on several numbers of processors say of how it scales: its speed-up, its serial share, and from
 * six numbers of processors on the law that it follows.
 *
 * <p>The serial share is Karp and Flatt's: what share of the work, done by one processor alone, would explain the speed-up.
 * What sharing out costs is in it, and where the work was done faster than in proportion it is below zero. Karp and Flatt,
 * <i>Measuring Parallel Processor Performance</i> (Communications of the ACM 33, 1990).
 *
 * @param contender what its rows are called without the number of processors
 * @param points by rising number of processors
 * @param laws that were fitted, the one to prefer first; none if there is no curve
 * @param noCurve why there is none
 */
record Scaling(String contender, List<Point> points, List<ScalabilityModel> laws, Optional<String> noCurve) {

    Scaling {
        points = List.copyOf(points);
        laws = List.copyOf(laws);
    }

    /**
     * A row on a number of processors.
     *
     * @param row that was measured
     * @param processors how many it was confined to
     * @param wall how long it took, in seconds
     * @param speedUp how many times as fast it was as on one; empty for one, and if that is not known
     * @param serialShare as a part of one; empty where the speed-up is
     */
    record Point(Row row, int processors, Estimate wall, Optional<Estimate> speedUp, Optional<Estimate> serialShare) {}

    /**
     * Those of the rows of a workload, the fastest on most processors first.
     *
     * @param seed of the intervals of fitted coefficients
     */
    static List<Scaling> of(Comparison comparison, Axis axis, long seed) {
        Map<String, List<Row>> contenders = comparison.rows().stream()
                .filter(row -> row.valid() && row.measure(Claim.WALL).isPresent())
                .sorted(Comparator.comparingInt(row -> row.cpus().size()))
                .collect(Collectors.groupingBy(axis::contender, LinkedHashMap::new, Collectors.toList()));
        return contenders.entrySet().stream()
                .map(rows -> of(rows.getKey(), rows.getValue(), comparison, seed))
                .sorted(Comparator.comparingDouble(
                        scaling -> scaling.points().getLast().wall().value()))
                .toList();
    }

    private static Scaling of(String contender, List<Row> rows, Comparison comparison, long seed) {
        Optional<Row> one =
                Optional.of(rows.getFirst()).filter(row -> row.cpus().size() == 1);
        List<Point> points =
                rows.stream().map(row -> point(row, one, comparison)).toList();
        Optional<String> noCurve = reasonAgainst(rows);
        List<ScalabilityModel> laws = noCurve.isPresent() ? List.of() : laws(rows, seed);
        return new Scaling(
                contender,
                points,
                laws,
                noCurve.or(() -> laws.isEmpty() ? Optional.of("no law could be fitted") : Optional.empty()));
    }

    private static Point point(Row row, Optional<Row> one, Comparison comparison) {
        int processors = row.cpus().size();
        Optional<Row> base = one.filter(other -> other != row);
        return new Point(
                row,
                processors,
                comparison.mean(row, Claim.WALL).orElseThrow(),
                base.flatMap(other -> comparison.ratio(other, row, Claim.WALL)),
                base.flatMap(other -> comparison.ratio(row, other, Claim.WALL))
                        .map(ratio -> serialShare(ratio, processors)));
    }

    /** Linear in the ratio of the times, and so is its interval. */
    static Estimate serialShare(Estimate ratio, int processors) {
        double ideal = 1.0 / processors;
        double rest = 1 - ideal;
        return new Estimate(
                (ratio.value() - ideal) / rest,
                (ratio.low() - ideal) / rest,
                (ratio.high() - ideal) / rest,
                ratio.forks(),
                ratio.samples());
    }

    /** Agreeing costs: a law by which each pair of processors gains something explains chance. */
    private static boolean gains(ScalabilityModel law) {
        return law.coherency().value() < 0;
    }

    private static Optional<String> reasonAgainst(List<Row> rows) {
        int least = ScalabilityModel.LEAST_POINTS;
        if (rows.size() < least) {
            return Optional.of(rows.size() + (rows.size() == 1 ? " number" : " numbers")
                    + " of processors measured, and a curve takes " + least);
        }
        boolean alone = rows.stream()
                .anyMatch(row -> row.measure(Claim.WALL).orElseThrow().forks().size() < 2);
        return alone ? Optional.of("one fork does not tell how forks differ") : Optional.empty();
    }

    private static List<ScalabilityModel> laws(List<Row> rows, long seed) {
        List<ScalingPoint> points = new ArrayList<>();
        for (Row row : rows) {
            Series wall = row.measure(Claim.WALL).orElseThrow();
            if (!wall.positive()) {
                return List.of();
            }
            points.add(new ScalingPoint(row.cpus().size(), Replicates.ofForks(wall)));
        }
        return Stream.of(ScalabilityLaw.values())
                .flatMap(law -> ScalabilityModel.fit(law, points, seed).stream())
                .sorted(Comparator.comparing(Scaling::gains).thenComparingDouble(ScalabilityModel::criterion))
                .toList();
    }
}
