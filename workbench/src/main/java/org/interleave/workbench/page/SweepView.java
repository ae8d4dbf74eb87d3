package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Quantity;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Row;

/**
 * A view of how a measure depends on a setting: a curve for each strategy whose rows differ by it.
 *
 * @param key the parameter or option
 * @param measure what depends on it
 * @param unit of the measure
 * @param curves one for each strategy
 */
record SweepView(String key, String measure, String unit, List<Curve> curves) implements View {

    /** Fewer points make no curve. */
    private static final int LEAST_POINTS = 3;

    private static final int COLOURS = 8;

    /** Of curves; those beyond share them with others, and are told apart in the table. */
    private static final List<Shape> SHAPES =
            List.of(Shape.CIRCLE, Shape.SQUARE, Shape.TRIANGLE, Shape.DIAMOND, Shape.TRIANGLE_DOWN, Shape.CROSS);

    /**
     * A curve.
     *
     * @param strategy whose rows it goes through
     * @param points by rising setting
     */
    record Curve(String strategy, List<Point> points) {

        Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * A row on a curve.
     *
     * @param setting as a number
     * @param text the setting as it was written
     * @param mean of the measure
     */
    record Point(double setting, String text, Estimate mean) {}

    SweepView {
        curves = List.copyOf(curves);
    }

    /** A view for each setting that makes a curve. */
    static List<SweepView> of(Rows rows, String measure) {
        List<Row> measured = rows.all().stream()
                .filter(row -> row.valid() && row.measure(measure).isPresent())
                .toList();
        Map<String, List<Row>> strategies = measured.stream()
                .collect(Collectors.groupingBy(Row::strategy, LinkedHashMap::new, Collectors.toList()));
        SequencedMap<String, List<Curve>> curves = new LinkedHashMap<>();
        strategies.forEach((strategy, of) -> swept(of)
                .ifPresent(key -> curves.computeIfAbsent(key, any -> new ArrayList<>())
                        .add(curve(rows, strategy, of, key, measure))));
        List<SweepView> views = new ArrayList<>();
        curves.forEach((key, drawn) -> views.add(new SweepView(
                key, measure, measured.getFirst().measure(measure).orElseThrow().unit(), drawn)));
        return views;
    }

    /** The first setting, options before parameters, that is a different number in each of a strategy's rows. */
    private static Optional<String> swept(List<Row> rows) {
        Row first = rows.getFirst();
        return Stream.concat(first.options().keySet().stream(), first.parameters().keySet().stream())
                .filter(key -> rows.size() >= LEAST_POINTS)
                .filter(key -> rows.stream().allMatch(row -> setting(row, key).isPresent())
                        && rows.stream()
                                        .map(row -> setting(row, key))
                                        .distinct()
                                        .count()
                                == rows.size())
                .findFirst();
    }

    private static OptionalDouble setting(Row row, String key) {
        return number(text(row, key));
    }

    private static String text(Row row, String key) {
        return Optional.ofNullable(row.options().get(key))
                .or(() -> Optional.ofNullable(row.parameters().get(key)))
                .orElse("");
    }

    /** A count, or a time in seconds. */
    private static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of((double) Quantity.parseCount(text));
        } catch (NumberFormatException noCount) {
            try {
                return OptionalDouble.of(Quantity.parseDuration(text).toNanos() / 1e9);
            } catch (NumberFormatException noTime) {
                return OptionalDouble.empty();
            }
        }
    }

    private static Curve curve(Rows rows, String strategy, List<Row> of, String key, String measure) {
        return new Curve(
                strategy,
                of.stream()
                        .map(row -> new Point(
                                setting(row, key).orElseThrow(),
                                text(row, key),
                                rows.comparison().mean(row, measure).orElseThrow()))
                        .sorted(Comparator.comparingDouble(Point::setting))
                        .toList());
    }

    @Override
    public String title() {
        return measure + " by " + key;
    }

    @Override
    public void caption(Markup html) {
        html.text(measure + " for each " + key + ", with 95 % intervals:");
        for (int i = 0; i < curves.size(); i++) {
            html.text(" ").open("svg", "class", "sample", "width", "14", "height", "14", "aria-hidden", "true");
            html.open("svg", "class", "at", "x", "7", "y", "7")
                    .empty("path", "class", colour(i), "d", shape(i).path())
                    .close()
                    .close();
            html.text(" " + curves.get(i).strategy());
        }
        html.text(".");
    }

    private static String colour(int curve) {
        return "curve-" + curve % COLOURS;
    }

    private static Shape shape(int curve) {
        return SHAPES.get(curve % SHAPES.size());
    }

    private Stream<Point> points() {
        return curves.stream().flatMap(curve -> curve.points().stream());
    }

    @Override
    public void chart(Markup html) {
        Scale across = Scale.covering(points().map(Point::setting).toList(), List.of());
        Scale up = Scale.covering(
                points().map(point -> point.mean().value()).toList(),
                points().flatMap(point ->
                                Stream.of(point.mean().low(), point.mean().high()))
                        .toList());
        List<Tick> columns = points().map(point -> new Tick(point.setting(), point.text()))
                .distinct()
                .toList();
        Plane plane =
                Plane.begin(html, title(), across, columns, up, up.ticks(value -> HumanFormat.quantity(value, unit)));
        for (int i = 0; i < curves.size(); i++) {
            draw(plane, curves.get(i).points(), i);
        }
        plane.end();
    }

    private static void draw(Plane plane, List<Point> points, int curve) {
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            plane.line(
                    from.setting(), from.mean().value(), to.setting(), to.mean().value(), "curve " + colour(curve));
        }
        for (Point point : points) {
            Estimate mean = point.mean();
            plane.line(point.setting(), mean.low(), point.setting(), mean.high(), "interval");
            plane.marker(shape(curve), point.setting(), mean.value(), colour(curve));
        }
    }

    @Override
    public void table(Markup html) {
        DataTable table = DataTable.begin(
                html,
                title(),
                List.of(
                        new DataTable.Heading("strategy", DataTable.TEXT),
                        new DataTable.Heading(key, DataTable.NUMBER),
                        new DataTable.Heading(measure, DataTable.NUMBER),
                        new DataTable.Heading("95 % interval", DataTable.TEXT)));
        curves.forEach(curve -> curve.points().forEach(point -> {
            Estimate mean = point.mean();
            table.row(curve.strategy())
                    .number(point.setting(), point.text())
                    .number(mean.value(), HumanFormat.quantity(mean.value(), unit))
                    .text(HumanFormat.interval(mean, unit))
                    .endRow();
        }));
        table.end();
    }
}
