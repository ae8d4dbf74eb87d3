package org.interleave.workbench.compare;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Spreads;

/** The measures of two runs by which their rows are compared. */
final class Measures {

    private final Optional<String> wanted;
    private final Spreads older;
    private final Spreads newer;
    private final IdentityHashMap<Row, String> subjects = new IdentityHashMap<>();

    /**
     * Takes the measure that is wanted, or those that the tables of the newer run compare.
     *
     * @throws InvalidInputException if a measure is wanted that the rows do not have, or of which it is not known which way is
     *     worse
     */
    Measures(Report older, Report newer, Optional<String> wanted) {
        this.wanted = wanted;
        this.older = new Spreads(older.rows());
        this.newer = new Spreads(newer.rows());
        Comparison.of(newer).forEach(table -> table.rows().forEach(row -> subjects.put(row, table.subject())));
        wanted.ifPresent(measure -> check(measure, known(older.rows(), newer.rows())));
    }

    private static Map<String, Yardstick> known(Collection<Row> older, Collection<Row> newer) {
        Map<String, Yardstick> known = new TreeMap<>();
        Stream.concat(older.stream(), newer.stream())
                .forEach(row ->
                        row.measures().forEach((name, series) -> known.put(name, new Yardstick(name, series.unit()))));
        return known;
    }

    private static void check(String measure, Map<String, Yardstick> known) {
        List<String> comparable = known.values().stream()
                .filter(Yardstick::isKnown)
                .map(Yardstick::measure)
                .toList();
        Yardstick yardstick = known.get(measure);
        if (yardstick == null) {
            throw InvalidInputException.unknown("measure", measure, comparable);
        }
        if (!yardstick.isKnown()) {
            throw new InvalidInputException("--measure " + measure
                    + ": nobody says whether more of it is better (to compare are: " + String.join(", ", comparable)
                    + ")");
        }
    }

    /** What a row is compared by: that of its table only if both runs have it. */
    String measure(RowPair pair) {
        return wanted.or(() -> Optional.ofNullable(subjects.get(pair.row()))
                        .filter(subject -> Stream.of(pair.was(), pair.is())
                                .flatMap(Optional::stream)
                                .allMatch(row -> row.measures().containsKey(subject))))
                .orElse(Claim.WALL);
    }

    /** A row's measure in both runs; empty if one of them does not have it. */
    Optional<Measured> of(RowPair pair) {
        String measure = measure(pair);
        return pair.was()
                .flatMap(was -> pair.is()
                        .flatMap(is -> was.measure(measure)
                                .flatMap(before -> is.measure(measure)
                                        .map(after -> Measured.of(
                                                measure,
                                                before,
                                                older.of(was, measure),
                                                after,
                                                newer.of(is, measure))))));
    }
}
