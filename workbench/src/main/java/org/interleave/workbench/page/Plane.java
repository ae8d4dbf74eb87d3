package org.interleave.workbench.page;

import java.util.List;
import java.util.Locale;

/**
 * The plot of points by two scales. Across, places are percentages, so that it fits any width; up and down they are pixels.
 */
final class Plane {

    /** Where the horizontal scale begins, after the labels of the vertical one, and where it ends; in percent. */
    private static final double LEFT = 14;

    private static final double RIGHT = 96;

    private static final int TOP = 10;
    private static final int BOTTOM = 200;
    private static final int HEIGHT = 222;

    private final Markup html;
    private final Scale across;
    private final Scale up;

    private Plane(Markup html, Scale across, Scale up) {
        this.html = html;
        this.across = across;
        this.up = up;
    }

    /** Begins a plot, with the ticks of both scales. */
    static Plane begin(Markup html, String label, Scale across, List<Tick> columns, Scale up, List<Tick> lines) {
        Plane plane = new Plane(html, across, up);
        html.open("svg", "class", "plane", "height", Integer.toString(HEIGHT), "role", "img", "aria-label", label);
        lines.forEach(tick -> {
            String y = plane.y(tick.value());
            html.empty("line", "class", "grid", "x1", percent(LEFT), "x2", "100%", "y1", y, "y2", y);
            html.element("text", tick.label(), "class", "up", "x", percent(LEFT - 1), "y", y);
        });
        columns.forEach(tick -> html.element(
                "text",
                tick.label(),
                "class",
                "across",
                "x",
                plane.x(tick.value()),
                "y",
                Integer.toString(HEIGHT - 5)));
        return plane;
    }

    /** A band from one height to another. */
    Plane band(double from, double to) {
        double top = Math.min(height(from), height(to));
        double bottom = Math.max(height(from), height(to));
        html.empty(
                "rect",
                "class",
                "band",
                "x",
                percent(LEFT),
                "width",
                percent(100 - LEFT),
                "y",
                pixels(top),
                "height",
                pixels(bottom - top));
        return this;
    }

    /** A line all across. */
    Plane level(double value) {
        html.empty("line", "class", "rule", "x1", percent(LEFT), "x2", "100%", "y1", y(value), "y2", y(value));
        return this;
    }

    /** A line from point to point. */
    Plane line(double fromX, double fromY, double toX, double toY, String kind) {
        html.empty("line", "class", kind, "x1", x(fromX), "y1", y(fromY), "x2", x(toX), "y2", y(toY));
        return this;
    }

    /** A marker at a point. */
    Plane marker(Shape shape, double atX, double atY, String kind) {
        html.open("svg", "class", "at", "x", x(atX), "y", y(atY))
                .empty("path", "class", kind, "d", shape.path())
                .close();
        return this;
    }

    /** A small dot, moved aside by some pixels, up to half of them to each side. */
    Plane dot(double atX, double atY, double aside, String about) {
        html.open("svg", "class", "at", "x", x(atX), "y", y(atY))
                .open("circle", "class", "fork", "cx", pixels(aside), "r", "2.5")
                .element("title", about)
                .close()
                .close();
        return this;
    }

    void end() {
        html.close();
    }

    private String x(double value) {
        return percent(LEFT + (RIGHT - LEFT) * across.position(value));
    }

    private String y(double value) {
        return pixels(height(value));
    }

    private double height(double value) {
        return BOTTOM - (BOTTOM - TOP) * up.position(value);
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, "%.2f%%", percent);
    }

    private static String pixels(double pixels) {
        return String.format(Locale.ROOT, "%.1f", pixels);
    }
}
