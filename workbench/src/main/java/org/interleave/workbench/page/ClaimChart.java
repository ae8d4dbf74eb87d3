package org.interleave.workbench.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.interleave.core.Claim;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Judgement;

/** The chart of a verdict: where the number has to lie, as a band, and where it lies, with its interval. */
final class ClaimChart {

    private static final int HEIGHT = 40;

    private ClaimChart() {}

    /** Draws it, if there is a number. */
    static void draw(Markup html, Judgement claim) {
        claim.measured().ifPresent(measured -> draw(html, claim.bound(), measured));
    }

    private static void draw(Markup html, Claim.Bound bound, Estimate measured) {
        List<Double> ends = DoubleStream.of(bound.low(), bound.high())
                .filter(Double::isFinite)
                .distinct()
                .boxed()
                .toList();
        List<Double> points = DoubleStream.concat(
                        DoubleStream.of(measured.value()), ends.stream().mapToDouble(end -> end))
                .boxed()
                .toList();
        Scale scale = Scale.covering(points, List.of(measured.low(), measured.high()));
        html.open("svg", "class", "claim", "height", Integer.toString(HEIGHT), "aria-hidden", "true");
        band(html, scale, bound);
        ends.forEach(end -> html.element(
                "text",
                Scale.brief(HumanFormat.number(end)),
                "x",
                RowPlot.percent(scale.position(end)),
                "y",
                Integer.toString(HEIGHT - 3)));
        RowPlot plot = new RowPlot(html, scale).begin(List.of());
        if (!measured.single()) {
            plot.interval(measured.low(), measured.high());
        }
        plot.marker(Shape.DIAMOND, measured.value(), "mean").end();
        html.close();
    }

    /** An end that there is none of lies beyond the scale. */
    private static void band(Markup html, Scale scale, Claim.Bound bound) {
        double from = place(scale, bound.low(), 0);
        double to = place(scale, bound.high(), 1);
        html.empty(
                "rect",
                "class",
                "band",
                "x",
                RowPlot.percent(from),
                "width",
                String.format(Locale.ROOT, "%.2f%%", Math.max(0.3, (100 - 2 * RowPlot.MARGIN) * (to - from))),
                "height",
                "26");
    }

    private static double place(Scale scale, double end, double otherwise) {
        return Double.isFinite(end) ? scale.position(end) : otherwise;
    }
}
