package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.core.Claim;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;

/**
 * A view of numbers that belong together in an order, as a strip of columns: a measure of each of a row's tasks, which shows
 * how alike they fared; or how busy a processor was, round by round.
 *
 * @param title what it shows
 * @param about how to read it
 * @param rows that are shown
 * @param strips of these, one or more of each
 * @param full the number that a column is as high as the strip for
 */
record StripView(String title, String about, Rows rows, List<Strip> strips, double full) implements View {

    /** A measure of a task, or of a processor, has its number at the end of its name. */
    private static final Pattern NUMBERED = Pattern.compile("(.+)\\.(\\d{1,6})");

    private static final String CPU = "CPU ";
    private static final int HEIGHT = 26;

    /** More could not be told apart. */
    private static final int MOST_COLUMNS = 400;

    /**
     * The numbers of a strip.
     *
     * @param row whose they are
     * @param name which of the row's strips it is; empty if it has one
     * @param unit of the numbers
     * @param values the numbers, in their order
     * @param range the numbers in brief
     */
    record Strip(Row row, String name, String unit, List<Double> values, String range) {}

    StripView {
        strips = List.copyOf(strips);
    }

    /** A view for each measure that rows have of several tasks, as long as it is never negative. */
    static List<StripView> ofTasks(Rows rows) {
        Set<String> measures = new LinkedHashSet<>();
        rows.all()
                .forEach(row ->
                        row.measures().keySet().forEach(name -> base(name).ifPresent(measures::add)));
        return measures.stream()
                .filter(measure -> !measure.equals(Claim.CORE_USE))
                .flatMap(measure -> ofTasks(rows, measure).stream())
                .toList();
    }

    private static Optional<String> base(String measure) {
        Matcher numbered = NUMBERED.matcher(measure);
        return numbered.matches() ? Optional.of(numbered.group(1)) : Optional.empty();
    }

    private static Optional<StripView> ofTasks(Rows rows, String measure) {
        List<Strip> strips = new ArrayList<>();
        for (Row row : rows.all()) {
            List<Series> tasks = row.valid() ? numbered(row, measure) : List.of();
            List<Double> means = tasks.stream()
                    .map(series -> series.forkMeans().stream()
                            .mapToDouble(x -> x)
                            .average()
                            .orElseThrow())
                    .toList();
            if (means.size() > 1 && means.stream().allMatch(mean -> mean >= 0)) {
                String unit = tasks.getFirst().unit();
                strips.add(new Strip(row, "", unit, means, means.size() + " of them, " + range(means, unit)));
            }
        }
        String about =
                measure + " of each task, or of what else it is counted by, in the order of their numbers: a column as"
                        + " high as the strip is the greatest of all.";
        return of(measure + " of each", about, rows, strips, greatest(strips));
    }

    /** From 0 on, as long as there are. */
    private static List<Series> numbered(Row row, String measure) {
        List<Series> found = new ArrayList<>();
        while (row.measure(measure + "." + found.size()).isPresent()) {
            found.add(row.measure(measure + "." + found.size()).orElseThrow());
        }
        return found;
    }

    /** How busy each processor was, where rounds were long enough to tell. */
    static Optional<StripView> ofProcessors(Rows rows) {
        List<Strip> strips = new ArrayList<>();
        for (Row row : rows.all()) {
            for (int cpu : row.valid() ? row.cpus() : List.<Integer>of()) {
                row.measure(Claim.CORE_USE + "." + cpu)
                        .ifPresent(use -> strips.add(new Strip(row, CPU + cpu, use.unit(), use.samples(), mean(use))));
            }
        }
        String about =
                "The share of each round in which a processor was busy, for whomever, round by round: a column as high"
                        + " as the strip is all of the round.";
        return of("use of each processor", about, rows, strips, 1);
    }

    private static Optional<StripView> of(String title, String about, Rows rows, List<Strip> strips, double full) {
        return strips.isEmpty() ? Optional.empty() : Optional.of(new StripView(title, about, rows, strips, full));
    }

    private static String mean(Series use) {
        double mean =
                use.samples().stream().mapToDouble(share -> share).average().orElseThrow();
        return HumanFormat.percent(mean) + " of " + use.samples().size() + " rounds";
    }

    private static String range(List<Double> values, String unit) {
        double least = values.stream().mapToDouble(x -> x).min().orElseThrow();
        double most = values.stream().mapToDouble(x -> x).max().orElseThrow();
        return HumanFormat.quantity(least, unit) + " to " + HumanFormat.quantity(most, unit);
    }

    private static double greatest(List<Strip> strips) {
        return strips.stream()
                .flatMap(strip -> strip.values().stream())
                .mapToDouble(x -> x)
                .max()
                .orElse(1);
    }

    @Override
    public void caption(Markup html) {
        html.text(about);
    }

    @Override
    public void chart(Markup html) {
        ChartLines lines = new ChartLines(html, rows, row -> false).begin();
        strips.forEach(
                strip -> lines.line(strip.row(), strip.name(), () -> plot(html, strip), () -> html.text(text(strip))));
        lines.end(() -> html.empty("svg", "class", "plot axis", "height", "1", "aria-hidden", "true"));
    }

    private static String text(Strip strip) {
        int more = strip.values().size() - MOST_COLUMNS;
        return strip.range() + (more > 0 ? "; " + more + " more are in the table" : "");
    }

    private void plot(Markup html, Strip strip) {
        int columns = Math.min(MOST_COLUMNS, strip.values().size());
        html.open("svg", "class", "plot strip", "height", Integer.toString(HEIGHT), "aria-hidden", "true")
                .open(
                        "svg",
                        "width",
                        "100%",
                        "height",
                        Integer.toString(HEIGHT),
                        "viewBox",
                        "0 0 " + columns + " " + HEIGHT,
                        "preserveAspectRatio",
                        "none")
                .empty("path", "class", "column", "d", columns(strip.values().subList(0, columns)))
                .close()
                .close();
    }

    private String columns(List<Double> values) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double share = full > 0 ? Math.clamp(values.get(i) / full, 0, 1) : 0;
            path.append(String.format(
                    Locale.ROOT,
                    "M%.2f %dV%.1fH%.2fV%dz",
                    i + 0.08,
                    HEIGHT,
                    HEIGHT - share * (HEIGHT - 2),
                    i + 0.92,
                    HEIGHT));
        }
        return path.toString();
    }

    @Override
    public void table(Markup html) {
        DataTable table = DataTable.begin(
                html,
                title,
                List.of(
                        new DataTable.Heading("contender", DataTable.TEXT),
                        new DataTable.Heading("in brief", DataTable.TEXT),
                        new DataTable.Heading("all, in order", DataTable.TEXT)));
        strips.forEach(strip -> {
            List<String> values = strip.values().stream()
                    .map(value -> HumanFormat.quantity(value, strip.unit()))
                    .toList();
            table.row((strip.row().label() + " " + strip.name()).strip())
                    .text(strip.range())
                    .text(String.join(", ", values))
                    .endRow();
        });
        table.end();
    }
}
