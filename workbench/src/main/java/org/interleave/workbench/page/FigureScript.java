package org.interleave.workbench.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Row;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a script needs to draw figures relative to another baseline: of each view that has one the means, the forks, the
 * ratio of each row to each that comes after it, and a scale with its ticks for each row as the baseline. The ratio the
 * other way round is the reciprocal, since all of these numbers are positive.
 */
final class FigureScript {

    /** Enough for any screen, and for the three digits that are shown. */
    private static final MathContext DIGITS = new MathContext(6);

    /** Of more rows the ratios of all pairs would be most of the page. */
    private static final int MOST_ROWS = 40;

    private final ArrayNode figures = JsonNodeFactory.instance.arrayNode();

    /** Adds a figure, if there is a choice. */
    void add(Figure figure, int number) {
        List<Row> rows = figure.rows().all();
        Optional<Row> baseline = figure.rows().baseline();
        if (baseline.isEmpty() || rows.size() > MOST_ROWS) {
            return;
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("figure", number).put("baseline", rows.indexOf(baseline.get()));
        ArrayNode names = node.putArray("rows");
        rows.forEach(row -> names.add(Rows.name(row)));
        ArrayNode views = node.putArray("views");
        for (int i = 0; i < figure.views().size(); i++) {
            if (figure.views().get(i) instanceof MeasureView view
                    && view.baseline().isPresent()) {
                views.add(view(view, rows).put("view", i));
            }
        }
        if (!views.isEmpty()) {
            figures.add(node);
        }
    }

    private static ObjectNode view(MeasureView view, List<Row> rows) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode means = node.putArray("means");
        ArrayNode forks = node.putArray("forks");
        ArrayNode ratios = node.putArray("ratios");
        ArrayNode scales = node.putArray("scales");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Optional<MeasureView.Mark> mark = view.mark(row);
            mark.ifPresentOrElse(
                    measured -> {
                        means.add(rounded(measured.mean().value()));
                        forks.add(numbers(measured.forks()));
                        scales.add(scale(view.scale(row)));
                    },
                    () -> {
                        means.addNull();
                        forks.addNull();
                        scales.addNull();
                    });
            rows.subList(i + 1, rows.size())
                    .forEach(other -> view.mark(other)
                            .flatMap(any -> mark.flatMap(both -> view.ratio(row, other)))
                            .ifPresentOrElse(ratio -> ratios.add(ratio(ratio)), ratios::addNull));
        }
        return node;
    }

    /** Its number alone, if it has no interval. */
    private static ArrayNode ratio(Estimate ratio) {
        return numbers(ratio.single() ? List.of(ratio.value()) : List.of(ratio.value(), ratio.low(), ratio.high()));
    }

    private static ObjectNode scale(Scale scale) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("low", rounded(scale.low())).put("high", rounded(scale.high())).put("log", scale.logarithmic());
        ArrayNode ticks = node.putArray("ticks");
        scale.ticks(MeasureView::times)
                .forEach(tick -> ticks.addArray().add(rounded(tick.value())).add(tick.label()));
        return node;
    }

    private static ArrayNode numbers(List<Double> numbers) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        numbers.forEach(number -> node.add(rounded(number)));
        return node;
    }

    private static double rounded(double number) {
        return BigDecimal.valueOf(number).round(DIGITS).doubleValue();
    }

    /** As JSON that can stand in a script element: nothing in it can end that. */
    String json() {
        return JsonMapper.shared().writeValueAsString(figures).replace("<", "\\u003c");
    }
}
