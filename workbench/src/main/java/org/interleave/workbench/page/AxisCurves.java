package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.interleave.core.Claim;
import org.interleave.core.Printable;
import org.interleave.workbench.report.Axis;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Row;

/** The curves of a report's axis: one for each contender, from value to value. */
final class AxisCurves {

    private static final int LEAST_POINTS = 2;
    private static final int MOST_OF_NAME = 40;

    /** What speed-ups are of. */
    private static final String TIMES = "1";

    private final Rows rows;
    private final Axis axis;

    private AxisCurves(Rows rows, Axis axis) {
        this.rows = rows;
        this.axis = axis;
    }

    /** How a measure depends on the axis; empty if its values are no numbers, or no contender has the measure at two. */
    static Optional<SweepView> of(Rows rows, Axis axis, String measure) {
        return new AxisCurves(rows, axis)
                .view(
                        measure,
                        row -> row.measure(measure)
                                .flatMap(any -> rows.comparison().mean(row, measure)),
                        unit(rows, measure));
    }

    private static String unit(Rows rows, String measure) {
        return rows.all().stream()
                .flatMap(row -> row.measure(measure).stream())
                .findFirst()
                .map(series -> series.unit())
                .orElse(TIMES);
    }

    /** How many times as fast as on one processor a contender is on several. */
    static Optional<SweepView> speedUp(Rows rows, Axis axis) {
        Map<String, Row> alone = rows.all().stream()
                .filter(row -> row.valid() && row.cpus().size() == 1)
                .collect(Collectors.toMap(axis::contender, Function.identity(), (first, second) -> first));
        return new AxisCurves(rows, axis)
                .view(
                        "speed-up",
                        row -> Optional.ofNullable(alone.get(axis.contender(row)))
                                .flatMap(one -> one == row
                                        ? Optional.of(new Estimate(1, 1, 1, 0, 0))
                                        : rows.comparison().ratio(one, row, Claim.WALL)),
                        TIMES);
    }

    private Optional<SweepView> view(String measure, Function<Row, Optional<Estimate>> number, String unit) {
        Map<String, List<SweepView.Point>> contenders = new LinkedHashMap<>();
        Map<String, Estimate> constant = new LinkedHashMap<>();
        for (Row row : rows.all()) {
            Optional<Estimate> mean = row.valid() ? number.apply(row) : Optional.empty();
            String name = Printable.line(axis.contender(row), MOST_OF_NAME);
            if (mean.isPresent() && axis.value(row).isEmpty()) {
                constant.put(name, mean.get());
            } else if (mean.isPresent()) {
                point(axis.value(row).orElseThrow(), mean.get())
                        .ifPresent(point -> contenders
                                .computeIfAbsent(name, any -> new ArrayList<>())
                                .add(point));
            }
        }
        List<SweepView.Curve> curves = new ArrayList<>();
        contenders.forEach((name, points) -> {
            if (points.size() >= LEAST_POINTS) {
                curves.add(new SweepView.Curve(
                        name,
                        points.stream()
                                .sorted(Comparator.comparingDouble(SweepView.Point::setting))
                                .toList()));
            }
        });
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        constant.forEach((name, mean) -> curves.add(level(name, mean, curves)));
        return Optional.of(new SweepView(axis.key(), measure, unit, curves));
    }

    private static Optional<SweepView.Point> point(String value, Estimate mean) {
        return SweepView.number(value).stream()
                .mapToObj(setting -> new SweepView.Point(setting, value, mean))
                .findFirst();
    }

    /** What has no such setting is the same at all values that others have. */
    private static SweepView.Curve level(String name, Estimate mean, List<SweepView.Curve> others) {
        return new SweepView.Curve(
                name + " (the same at all)",
                others.getFirst().points().stream()
                        .map(point -> new SweepView.Point(point.setting(), point.text(), mean))
                        .toList());
    }
}
