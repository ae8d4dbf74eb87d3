package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.interleave.core.Printable;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.LockExcerpt;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Shares;

/**
 * A view of a giant lock's timeline, as far as rows have an excerpt of it: a lane for each, in the colours of the tasks that held
 * the lock.
 *
 * @param rows of which some have one
 * @param colours of the tasks in all lanes
 */
record LockView(Rows rows, TaskColours colours) implements View {

    /** A strategy with a giant lock that can be traced tells the share of a run for which the lock was held. */
    private static final String LOCK_MEASURE = "held_share";

    private static final int LANE = TaskColours.height(0);
    private static final int SAMPLE = 14;
    private static final double THINNEST = 0.05;
    private static final double NEAR_THE_END = 0.95;

    /** One of those rows, if any has an excerpt. */
    static Optional<LockView> of(Rows rows) {
        List<LockExcerpt> excerpts =
                rows.all().stream().flatMap(row -> excerpt(row).stream()).toList();
        return excerpts.isEmpty() ? Optional.empty() : Optional.of(new LockView(rows, TaskColours.of(excerpts)));
    }

    /** Whether a row ran under a giant lock whose timeline can be had. */
    static boolean hasLock(Row row) {
        return row.valid() && (row.lockExcerpt().isPresent() || row.measures().containsKey(LOCK_MEASURE));
    }

    /** The excerpt that is shown of a row: of one whose results were wrong, none. */
    static Optional<LockExcerpt> excerpt(Row row) {
        return row.lockExcerpt().filter(any -> row.valid());
    }

    @Override
    public String title() {
        return "who held the lock";
    }

    @Override
    public void caption(Markup html) {
        html.text(
                "About the middle of one more round, which the first fork of each of these ran, traced, after all that it"
                        + " measured; its time counts for nothing. Colour and height tell tasks apart; where there is neither, the lock"
                        + " was free. The time is since the excerpt began.");
    }

    @Override
    public void chart(Markup html) {
        legend(html);
        ChartLines lines = new ChartLines(html, rows, row -> false).begin();
        for (Row row : rows.all()) {
            Optional<LockExcerpt> excerpt = excerpt(row);
            if (excerpt.isPresent()) {
                lines.line(row, () -> lane(html, row, excerpt.get()), () -> html.text(sentence(excerpt.get())));
            } else if (hasLock(row)) {
                lines.blank(row, "No excerpt could be made: the round that was to be traced failed, or took too long.");
            }
        }
        lines.end(() -> html.empty("svg", "class", "plot axis", "height", "1", "aria-hidden", "true"));
    }

    private void legend(Markup html) {
        List<String> legend = colours.legend();
        html.open("p", "class", "legend");
        for (int colour = 0; colour < legend.size(); colour++) {
            int height = SAMPLE * TaskColours.height(colour) / LANE;
            html.open("span");
            sample(html)
                    .empty(
                            "rect",
                            "class",
                            TaskColours.kind(colour),
                            "width",
                            text(SAMPLE),
                            "y",
                            text(SAMPLE - height),
                            "height",
                            text(height))
                    .close()
                    .text(" " + legend.get(colour))
                    .close();
        }
        html.open("span");
        sample(html).close().text(" free").close().close().line();
    }

    private static Markup sample(Markup html) {
        return html.open("svg", "class", "sample", "width", text(SAMPLE), "height", text(SAMPLE), "aria-hidden", "true")
                .empty("rect", "class", "free", "width", text(SAMPLE), "height", text(SAMPLE));
    }

    private void lane(Markup html, Row row, LockExcerpt excerpt) {
        Scale scale = new Scale(0, excerpt.nanos() / 1e6, false, false);
        html.open(
                "svg",
                "class",
                "plot lane",
                "height",
                text(LANE + 18),
                "role",
                "img",
                "aria-label",
                "Who held the lock under " + Rows.name(row));
        html.empty("rect", "class", "free", "x", RowPlot.percent(0), "width", width(1), "height", text(LANE));
        for (int task = 0; task < excerpt.tasks().size(); task++) {
            spans(html, excerpt, task);
        }
        scale.ticks(millis -> HumanFormat.number(millis) + " ms").forEach(tick -> tick(html, scale, tick));
        html.close();
    }

    private void spans(Markup html, LockExcerpt excerpt, int task) {
        int colour = colours.colour(excerpt.tasks().get(task));
        int height = TaskColours.height(colour);
        html.open("g", "class", TaskColours.kind(colour))
                .element("title", excerpt.tasks().get(task).name() + ", " + held(excerpt, task));
        for (LockExcerpt.Span span : excerpt.spans()) {
            if (span.task() == task) {
                html.empty(
                        "rect",
                        "x",
                        RowPlot.percent(share(excerpt, span.start())),
                        "width",
                        width(share(excerpt, span.nanos())),
                        "y",
                        text(LANE - height),
                        "height",
                        text(height));
            }
        }
        html.close();
    }

    /** At an end of the lane the label stands inside. */
    private static void tick(Markup html, Scale scale, Tick tick) {
        double position = scale.position(tick.value());
        String x = RowPlot.percent(position);
        String kind = position == 0 ? "first" : position > NEAR_THE_END ? "last" : "across";
        html.empty("line", "class", "grid", "x1", x, "x2", x, "y1", text(LANE), "y2", text(LANE + 4))
                .element("text", tick.label(), "class", kind, "x", x, "y", text(LANE + 15));
    }

    private static double share(LockExcerpt excerpt, long nanos) {
        return (double) nanos / excerpt.nanos();
    }

    private static String width(double share) {
        return String.format(Locale.ROOT, "%.2f%%", Math.max(THINNEST, (100 - 2 * RowPlot.MARGIN) * share));
    }

    private static String text(int pixels) {
        return Integer.toString(pixels);
    }

    private static String held(LockExcerpt excerpt, int task) {
        return "held " + times(excerpt.timesHeld(task)) + ", " + time(excerpt.heldNanos(task)) + " in all";
    }

    private static String time(long nanos) {
        return HumanFormat.quantity(nanos / 1e9, "s");
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    /** Of each task, then of nobody; they add up to one. */
    private static List<Double> shares(LockExcerpt excerpt) {
        List<Long> parts = new ArrayList<>();
        for (int task = 0; task < excerpt.tasks().size(); task++) {
            parts.add(excerpt.heldNanos(task));
        }
        parts.add(excerpt.freeNanos());
        return Shares.of(parts);
    }

    /** Who held the lock for which share of the excerpt, and how often it changed hands. */
    private String sentence(LockExcerpt excerpt) {
        List<Double> shares = shares(excerpt);
        List<String> legend = colours.legend();
        List<String> held = new ArrayList<>();
        for (int colour = 0; colour < legend.size(); colour++) {
            int shown = colour;
            List<Integer> tasks = IntStream.range(0, excerpt.tasks().size())
                    .filter(task -> colours.colour(excerpt.tasks().get(task)) == shown)
                    .boxed()
                    .toList();
            double share = tasks.stream().mapToDouble(shares::get).sum();
            if (!tasks.isEmpty()) {
                held.add(legend.get(colour)
                        + (held.isEmpty() ? " held the lock " : " ")
                        + HumanFormat.percent(share)
                        + (held.isEmpty() ? " of the time" : ""));
            }
        }
        held.add(held.isEmpty() ? "nobody held the lock" : "nobody " + HumanFormat.percent(shares.getLast()));
        return "In these " + Scale.brief(time(excerpt.nanos())) + ", from " + Scale.brief(time(excerpt.beginNanos()))
                + " on, of a round of " + Scale.brief(time(excerpt.roundNanos())) + ", " + String.join(", ", held)
                + "; it " + changes(excerpt) + ".";
    }

    private static String changes(LockExcerpt excerpt) {
        int handovers = excerpt.handovers();
        return handovers == 0 ? "did not change hands" : "changed hands " + times(handovers);
    }

    @Override
    public void table(Markup html) {
        DataTable table = DataTable.begin(
                html,
                "Who held the lock in each excerpt, and for how long",
                List.of(
                        new DataTable.Heading("contender", DataTable.TEXT),
                        new DataTable.Heading("task", DataTable.TEXT),
                        new DataTable.Heading("times held", DataTable.NUMBER),
                        new DataTable.Heading("in all", DataTable.NUMBER),
                        new DataTable.Heading("share", DataTable.NUMBER)));
        for (Row row : rows.all()) {
            excerpt(row).ifPresent(excerpt -> cells(table, row, excerpt));
        }
        table.end();
    }

    private static void cells(DataTable table, Row row, LockExcerpt excerpt) {
        List<Double> shares = shares(excerpt);
        for (int task = 0; task < excerpt.tasks().size(); task++) {
            long times = excerpt.timesHeld(task);
            table.row(row.label())
                    .text(Printable.line(excerpt.tasks().get(task).name()))
                    .number((double) times, Long.toString(times));
            time(table, excerpt.heldNanos(task), shares.get(task));
        }
        table.row(row.label()).text("nobody: it was free").beside("", DataTable.NUMBER);
        time(table, excerpt.freeNanos(), shares.getLast());
    }

    private static void time(DataTable table, long nanos, double share) {
        table.number((double) nanos, time(nanos))
                .number(share, HumanFormat.percent(share))
                .endRow();
    }
}
