package org.interleave.workbench.page;

import java.util.List;
import java.util.Locale;

/**
 * The plot of one row of a chart: a strip along a scale that all its rows share. Places are percentages, so that it fits any
 * width, and texts keep their size.
 */
final class RowPlot {

    /** Markers at the ends of the scale are not cut. */
    static final double MARGIN = 1.5;

    /** Height of a strip, in pixels; what stands in its middle stands at half of it. */
    private static final int HEIGHT = 26;

    private static final int MIDDLE = HEIGHT / 2;
    private static final int CAP = 4;

    /** Forks lie beside the interval, some above and some below, so that they do not hide it or each other. */
    private static final int[] FORK_LINES = {5, 21, 8, 18};

    private final Markup html;
    private final Scale scale;

    RowPlot(Markup html, Scale scale) {
        this.html = html;
        this.scale = scale;
    }

    /** Begins a strip, and draws the scale's ticks. */
    RowPlot begin(List<Tick> ticks) {
        html.open("svg", "class", "plot", "height", Integer.toString(HEIGHT), "aria-hidden", "true");
        ticks.forEach(
                tick -> html.empty("rect", "class", "grid", "x", at(tick.value()), "width", "1", "height", "100%"));
        return this;
    }

    /** Ends it. */
    void end() {
        html.close();
    }

    /** A line across, at a number. */
    RowPlot rule(double value) {
        html.empty("line", "class", "rule", "x1", at(value), "x2", at(value), "y2", "100%");
        return this;
    }

    /** An interval with its ends; an end that the scale cuts is an arrow. */
    RowPlot interval(double low, double high) {
        String middle = Integer.toString(MIDDLE);
        html.empty("line", "class", "interval", "x1", at(low), "x2", at(high), "y1", middle, "y2", middle);
        end(low, Shape.LEFT);
        end(high, Shape.RIGHT);
        return this;
    }

    private void end(double value, Shape arrow) {
        if (scale.covers(value)) {
            html.empty(
                    "line",
                    "class",
                    "interval",
                    "x1",
                    at(value),
                    "x2",
                    at(value),
                    "y1",
                    Integer.toString(MIDDLE - CAP),
                    "y2",
                    Integer.toString(MIDDLE + CAP));
        } else {
            marker(arrow, value, "cut");
        }
    }

    /** A dot for each fork. */
    RowPlot forks(List<Double> values) {
        for (int i = 0; i < values.size(); i++) {
            html.empty(
                    "circle",
                    "class",
                    "fork",
                    "cx",
                    at(values.get(i)),
                    "cy",
                    Integer.toString(FORK_LINES[i % FORK_LINES.length]),
                    "r",
                    "2.5");
        }
        return this;
    }

    /** A marker in the middle of the strip. */
    RowPlot marker(Shape shape, double value, String kind) {
        html.open("svg", "class", "at", "x", at(value), "y", Integer.toString(MIDDLE))
                .empty("path", "class", kind, "d", shape.path())
                .close();
        return this;
    }

    /** The strip with the labels of the ticks. */
    void axis(List<Tick> ticks) {
        html.open("svg", "class", "plot axis", "height", "18", "aria-hidden", "true");
        ticks.forEach(tick -> html.element("text", tick.label(), "x", at(tick.value()), "y", "13"));
        html.close();
    }

    private String at(double value) {
        return percent(scale.position(value));
    }

    /** A share of the length between the margins, as SVG has it. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", MARGIN + (100 - 2 * MARGIN) * share);
    }
}
