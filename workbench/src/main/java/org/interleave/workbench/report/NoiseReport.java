package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.workbench.report.TextTable.Alignment;
import org.interleave.workbench.report.TextTable.Column;

/**
 * The text form of an A/A test, for people at a terminal: of each contender's pairs how many were told apart, how much its
 * forks differ, the smallest difference that so many of them show, and how many forks 5 % would take.
 *
 * <p>A pair is told apart if its ratio differs from 1 by {@link Holm}'s test over all pairs at 5 %. Without a handicap that
 * is a false alarm; with one, what was to be found.
 */
public final class NoiseReport {

    private static final double LEVEL = 0.05;
    private static final double FIVE_PERCENT = 1.05;

    private static final List<Column> COLUMNS = List.of(
            new Column("contender", Alignment.LEFT, Column.STAYS),
            new Column("pairs", Alignment.RIGHT, 2),
            new Column("told apart", Alignment.RIGHT, Column.STAYS),
            new Column("B / A", Alignment.RIGHT, 4),
            new Column("forks differ by", Alignment.RIGHT, 3),
            new Column("smallest shown", Alignment.RIGHT, Column.STAYS),
            new Column("forks for 5 %", Alignment.RIGHT, Column.STAYS));

    private final List<Contender> contenders;
    private final SequencedSet<String> sizes;
    private final int forks;
    private final double handicapPercent;
    private final Set<Integer> apart;
    private final int pairs;

    /**
     * A contender's twins.
     *
     * @param title workload and label
     * @param firstPair the number of its first pair among all
     * @param ratios of its pairs, B divided by A
     * @param spread of its forks, those of its pairs being taken together
     */
    private record Contender(String title, int firstPair, List<StudentT> ratios, Spread spread) {

        Precision precision() {
            return new Precision(Math.sqrt(spread.variance()));
        }
    }

    private NoiseReport(List<Contender> contenders, SequencedSet<String> sizes, int forks, double handicapPercent) {
        this.contenders = contenders;
        this.sizes = sizes;
        this.forks = forks;
        this.handicapPercent = handicapPercent;
        List<Double> probabilities = contenders.stream()
                .flatMap(contender -> contender.ratios().stream())
                .map(ratio -> ratio.probabilityIfBetween(1, 1))
                .toList();
        apart = Holm.rejected(probabilities, LEVEL);
        pairs = probabilities.size();
    }

    /**
     * Takes the pairs apart.
     *
     * @param report of a plan of twins: its rows come in pairs, an A and then its B
     * @param forks how many forks of A, and as many of B, are a pair
     * @param handicapPercent how much more B had to do
     */
    public static NoiseReport of(Report report, int forks, double handicapPercent) {
        Map<String, List<Row>> twins = report.rows().stream()
                .filter(Row::valid)
                .collect(Collectors.groupingBy(NoiseReport::title, LinkedHashMap::new, Collectors.toList()));
        List<Contender> contenders = new ArrayList<>();
        SequencedSet<String> sizes = new LinkedHashSet<>();
        int next = 0;
        for (Map.Entry<String, List<Row>> pair : twins.entrySet()) {
            if (pair.getValue().size() == 2) {
                Contender contender = contender(pair.getKey(), next, pair.getValue(), forks);
                next += contender.ratios().size();
                contenders.add(contender);
                sizes.addAll(sizes(pair.getValue().getFirst(), pair.getValue().getLast()));
            }
        }
        return new NoiseReport(contenders, sizes, forks, handicapPercent);
    }

    /** In what the twins differ. */
    private static List<String> sizes(Row a, Row b) {
        return b.parameters().entrySet().stream()
                .filter(size -> !size.getValue().equals(a.parameters().get(size.getKey())))
                .map(size -> a.workload() + ": " + size.getKey() + "="
                        + a.parameters().get(size.getKey()) + " and " + size.getValue())
                .toList();
    }

    private static String title(Row row) {
        return row.workload() + "/" + row.label().replaceFirst(" [AB]$", "");
    }

    private static Contender contender(String title, int firstPair, List<Row> twins, int forks) {
        List<Series> a = groups(twins.getFirst(), forks);
        List<Series> b = groups(twins.getLast(), forks);
        int whole = Math.min(a.size(), b.size());
        Spread spread = Spread.pooled(
                Stream.concat(a.stream().limit(whole), b.stream().limit(whole)).toList());
        List<StudentT> ratios = IntStream.range(0, whole)
                .mapToObj(pair -> StudentT.ofRatio(b.get(pair), spread, a.get(pair), spread))
                .flatMap(Optional::stream)
                .toList();
        return new Contender(title, firstPair, ratios, spread);
    }

    /** A row's forks, so many at a time, in the order in which they were measured; what is left over is not counted. */
    private static List<Series> groups(Row row, int forks) {
        return row.measure(Claim.WALL)
                .map(series -> IntStream.range(0, series.forks().size() / forks)
                        .mapToObj(group ->
                                new Series(series.unit(), series.forks().subList(group * forks, (group + 1) * forks)))
                        .toList())
                .orElse(List.of());
    }

    /** How many pairs were told apart. */
    public int toldApart() {
        return apart.size();
    }

    /** As lines of text. */
    public List<String> lines(Screen screen) {
        TextTable table = new TextTable(COLUMNS);
        contenders.forEach(contender ->
                table.add(cells(contender).stream().map(screen::text).toList()));
        TextTable.Layout layout = table.layout(screen.width());
        List<String> lines = new ArrayList<>(layout.lines());
        if (!layout.leftOut().isEmpty()) {
            lines.addAll(screen.wrap("left out for want of width: " + String.join(", ", layout.leftOut()), 2));
        }
        lines.add("");
        if (!sizes.isEmpty()) {
            lines.addAll(screen.wrap("A and B of " + String.join("; ", sizes), 2));
        }
        lines.addAll(screen.wrap(verdict(), 2));
        lines.addAll(screen.wrap(meaning(), 2));
        return lines;
    }

    private List<String> cells(Contender contender) {
        if (contender.ratios().isEmpty()) {
            return Stream.concat(
                            Stream.of(contender.title(), "0"),
                            Collections.nCopies(COLUMNS.size() - 2, TextTable.ABSENT).stream())
                    .toList();
        }
        Precision precision = contender.precision();
        int first = contender.firstPair();
        long found = apart.stream()
                .filter(pair ->
                        pair >= first && pair < first + contender.ratios().size())
                .count();
        double ratio = Math.exp(contender.ratios().stream()
                .mapToDouble(StudentT::mean)
                .average()
                .orElse(0));
        int needed = precision.forksFor(FIVE_PERCENT);
        return List.of(
                contender.title(),
                Integer.toString(contender.ratios().size()),
                Long.toString(found),
                HumanFormat.number(ratio) + "×",
                percent(Math.expm1(contender.precision().deviation())),
                percent(precision.smallestShown(forks) - 1),
                needed == Precision.MOST_FORKS ? "> " + needed : Integer.toString(needed));
    }

    private String verdict() {
        if (pairs == 0) {
            return "no pair is whole";
        }
        Proportion share = new Proportion(apart.size(), pairs);
        String interval = ", 95 % interval " + percent(share.low()) + " to " + percent(share.high());
        return handicapPercent == 0
                ? apart.size() + (apart.size() == 1 ? " false alarm in " : " false alarms in ") + pairs
                        + (pairs == 1 ? " pair" : " pairs") + " of equals" + interval
                : apart.size() + " of " + pairs + " pairs told apart, of which B had "
                        + HumanFormat.number(handicapPercent) + " % more to do" + interval;
    }

    private String meaning() {
        return "a pair is " + forks
                + " forks of each twin; it is told apart by Student's t with Holm's correction over all pairs"
                + " at 5 %; the smallest shown is the difference that one pair by itself shows four times out of five";
    }

    private static String percent(double share) {
        return HumanFormat.number(100 * share) + " %";
    }
}
