package org.interleave.workbench.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.interleave.core.Claim;
import org.interleave.core.LatencyMetric;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Palette;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Spreads;
import org.interleave.workbench.report.TextTable;
import org.interleave.workbench.report.TextTable.Alignment;
import org.interleave.workbench.report.TextTable.Column;

/** Advice on one page of text. */
public final class AdvicePage {

    private static final int HANG = 2;

    /** Wide enough for its table; more is hard to read. */
    private static final int WIDTH = 100;

    private static final List<Column> COLUMNS = List.of(
            new Column("contender", Alignment.LEFT, Column.STAYS),
            new Column("place", Alignment.LEFT, 5),
            new Column("throughput", Alignment.RIGHT, 4),
            new Column("p99", Alignment.RIGHT, Column.STAYS),
            new Column("ratio to best", Alignment.RIGHT, Column.STAYS),
            new Column("95 %", Alignment.RIGHT, 3),
            new Column("CPU a request", Alignment.RIGHT, 2),
            new Column("peak memory", Alignment.RIGHT, 6),
            new Column("forks", Alignment.RIGHT, 1));

    private final Screen screen;
    private final List<String> lines = new ArrayList<>();

    private AdvicePage(Screen screen) {
        this.screen = screen;
    }

    /**
     * The lines.
     *
     * @param repeat the command that gives the advice again
     */
    public static List<String> lines(Advice advice, String repeat, Screen screen) {
        Screen narrow = new Screen(Math.min(WIDTH, screen.width()), screen.colour(), screen.charset());
        return new AdvicePage(narrow).write(advice, repeat);
    }

    private List<String> write(Advice advice, String repeat) {
        Palette palette = screen.palette();
        say("Requests: ", palette::heading, advice.profile().text());
        say("Wanted: ", palette::heading, wanted(advice.profile()));
        if (advice.isTold()) {
            answer(advice);
        } else {
            advice.reasons().forEach(reason -> say("Cannot tell: ", palette::doubtful, reason));
        }
        if (!advice.contenders().isEmpty()) {
            lines.add("");
            table(advice);
        }
        flips(advice);
        advice.remarks().forEach(remark -> say("Remark: ", palette::doubtful, remark));
        if (!advice.refused().isEmpty()) {
            say("Not measured: ", palette::remark, String.join("; ", advice.refused()));
        }
        advice.provenance()
                .ifPresent(from -> say(
                        "Measured: ",
                        palette::remark,
                        "Holm's test at each of up to " + Elimination.MOST_LOOKS
                                + " looks, 5 % over all; worse is worse by more than 2.5 %; seed " + from.seed()
                                + (from.interrupted() ? "; interrupted" : "")));
        say("Again: ", palette::remark, repeat);
        return lines;
    }

    private void say(String lead, UnaryOperator<String> paint, String text) {
        lines.addAll(screen.wrap(lead, paint, text, HANG));
    }

    private static String wanted(RequestProfile profile) {
        return switch (profile.criterion()) {
            case THROUGHPUT -> "the highest throughput";
            case P99 -> "the lowest p99";
            case MEMORY -> "the least memory of those that do not serve less, by " + measure(profile);
            case ISOLATION -> "a task that ends its process is lost alone; then " + measure(profile);
        };
    }

    private static String measure(RequestProfile profile) {
        return profile.measure().equals(Mix.THROUGHPUT) ? "throughput" : "p99";
    }

    private void answer(Advice advice) {
        UnaryOperator<String> paint = screen.palette()::good;
        advice.choice().ifPresent(choice -> say("Answer: ", paint, choice.label() + value(advice, choice)));
        List<Contender> set = advice.set();
        if (set.size() > 1) {
            say(
                    "The set: ",
                    paint,
                    set.size() + " cannot be told apart from the best: "
                            + set.stream().map(Contender::label).collect(Collectors.joining(", ")));
        } else {
            say("The set: ", paint, "nobody else is as good");
        }
        advice.runnerUp()
                .ifPresent(second -> say(
                        "Runner-up: ",
                        screen.palette()::heading,
                        second.label()
                                + value(advice, second)
                                + second.ratio()
                                        .map(ratio -> ", " + HumanFormat.number(ratio.value()) + " × the best's "
                                                + HumanFormat.interval(ratio))
                                        .orElse("")
                                + (second.isIn(Contender.Place.SET) ? ", not told apart from it" : "")));
    }

    private static String value(Advice advice, Contender contender) {
        return contender
                .value()
                .map(value -> ", " + measure(advice.profile()) + " " + quantity(advice.profile(), value.value()))
                .orElse("");
    }

    private static String quantity(RequestProfile profile, double value) {
        return HumanFormat.quantity(value, profile.measure().equals(Mix.THROUGHPUT) ? "1/s" : "s");
    }

    private void table(Advice advice) {
        List<Row> rows = advice.contenders().stream().map(Contender::row).toList();
        Spreads spreads = new Spreads(rows);
        TextTable table = new TextTable(COLUMNS);
        for (Contender contender : advice.contenders()) {
            table.add(List.of(
                    screen.text(contender.label()),
                    word(contender.place()),
                    cell(contender, Mix.THROUGHPUT, spreads),
                    cell(contender, LatencyMetric.P99.of(Mix.LATENCY), spreads),
                    contender
                            .ratio()
                            .map(ratio -> HumanFormat.number(ratio.value()))
                            .orElse(contender.value().isPresent() ? "best" : TextTable.ABSENT),
                    contender
                            .ratio()
                            .filter(ratio -> ratio.low() < ratio.high())
                            .map(HumanFormat::interval)
                            .orElse(""),
                    cell(contender, Mix.CPU_PER_REQUEST, spreads),
                    cell(contender, Claim.PEAK_RSS, spreads),
                    contender
                            .row()
                            .measure(Claim.WALL)
                            .map(wall -> Integer.toString(wall.forks().size()))
                            .orElse("0")));
        }
        TextTable.Layout layout = table.layout(screen.width());
        lines.addAll(layout.lines());
        if (!layout.leftOut().isEmpty()) {
            lines.addAll(screen.wrap("left out for want of width: " + String.join(", ", layout.leftOut()), HANG));
        }
        lines.add("");
    }

    private static String word(Contender.Place place) {
        return switch (place) {
            case SET -> "in the set";
            case WORSE -> "worse";
            case OVERRUN -> "refuses";
            case UNKNOWN -> "unknown";
            case INVALID -> "invalid";
        };
    }

    private static String cell(Contender contender, String measure, Spreads spreads) {
        Optional<Series> series = contender.row().valid() ? contender.row().measure(measure) : Optional.empty();
        return series.map(samples -> HumanFormat.quantity(
                        Estimate.mean(samples, spreads.of(contender.row(), measure))
                                .value(),
                        samples.unit()))
                .orElse(TextTable.ABSENT);
    }

    private void flips(Advice advice) {
        advice.choice()
                .ifPresent(choice -> advice.flips()
                        .forEach(flip -> say(
                                "What if " + flip.kind().title() + " is not " + ShareList.number(flip.share()) + " %: ",
                                screen.palette()::heading,
                                text(flip, choice.label()))));
    }

    static String text(Flip flip, String choice) {
        String range = ShareList.number(flip.low()) + " to " + ShareList.number(flip.high()) + " %";
        if (flip.crossing().isEmpty()) {
            return choice + " stays first from " + range;
        }
        Flip.Crossing crossing = flip.crossing().get();
        String at = ShareList.number(crossing.percent()) + " %";
        String more = crossing.percent() > flip.share() ? "more" : "less";
        if (!crossing.isMeasured()) {
            return choice + " stays first from " + range + "; the line through these would put " + crossing.rival()
                    + " first at " + at + " and " + more + ", which was not measured";
        }
        double end = crossing.percent() > flip.share() ? flip.high() : flip.low();
        return "it flips at " + at + ": with " + more + ", " + crossing.rival() + " comes first (at "
                + ShareList.number(end) + " % it has "
                + HumanFormat.number(crossing.beyond().value()) + " × as much "
                + HumanFormat.interval(crossing.beyond())
                + (crossing.isShown() ? ")" : ", by which they cannot be told apart there)");
    }
}
