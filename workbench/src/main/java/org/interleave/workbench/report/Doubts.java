package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Claim;

/**
 * The reasons to doubt a valid row's numbers: others used the processors, the compiler was not done, the processor was
 * another.
 *
 * @param speed of the processors during the run, if that is known
 */
public record Doubts(Optional<ProcessorSpeed> speed) {

    /** About the rows of a report. */
    public static Doubts about(List<Row> rows) {
        return new Doubts(ProcessorSpeed.of(rows));
    }

    /** All there are, as sentences. */
    public List<String> of(Row row) {
        List<String> doubts = new ArrayList<>();
        if (!row.valid()) {
            return doubts;
        }
        row.reason().ifPresent(doubts::add);
        if (row.disturbed()) {
            doubts.add("other processes disturbed " + row.disturbedForks() + of(forks(row)) + " forks");
        }
        int compiling = row.warmUps().stillCompiling();
        if (compiling > 0) {
            doubts.add("still compiling: in " + compiling + of(forks(row))
                    + " forks the compiler was not quiet when warming up reached its limit");
        }
        speed.ifPresent(known -> doubts.addAll(known.remarks(row)));
        return doubts;
    }

    /** All there are, in a word or two each. */
    public List<String> inBrief(Row row) {
        List<String> doubts = new ArrayList<>();
        if (!row.valid()) {
            return doubts;
        }
        row.reason().ifPresent(doubts::add);
        if (row.disturbed()) {
            doubts.add("disturbed");
        }
        if (row.warmUps().stillCompiling() > 0) {
            doubts.add("still compiling");
        }
        if (speed.filter(known -> !known.remarks(row).isEmpty()).isPresent()) {
            doubts.add("another processor");
        }
        return doubts;
    }

    private static Optional<Integer> forks(Row row) {
        return row.measure(Claim.WALL).map(series -> series.forks().size());
    }

    private static String of(Optional<Integer> total) {
        return total.map(count -> " of " + count).orElse("");
    }
}
