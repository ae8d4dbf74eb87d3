package org.interleave.workbench.compare;

import java.util.List;
import java.util.Optional;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Row;

/**
 * A row of the comparison of two runs.
 *
 * @param title what it is called: its workload and its label, and what else tells it from others
 * @param row of the newer run, or of the older if the newer does not have it
 * @param change what became of it
 * @param yardstick what it is compared by
 * @param was the mean in the older run, if it was measured
 * @param is the mean in the newer run, if it was measured
 * @param ratio of the newer to the older, if there is one
 * @param sight how small a difference its forks show, of a row that cannot be told
 * @param reason why there is no verdict, or why it cannot be told
 * @param doubts about the row in either run, which begin with the name of the run
 */
public record RowChange(
        String title,
        Row row,
        Change change,
        Yardstick yardstick,
        Optional<Estimate> was,
        Optional<Estimate> is,
        Optional<Estimate> ratio,
        Optional<Sight> sight,
        Optional<String> reason,
        List<String> doubts) {

    /** Takes a copy. */
    public RowChange {
        doubts = List.copyOf(doubts);
    }

    /**
     * How small a difference two rows show, four times out of five, when it is tested with the other rows.
     *
     * @param shown the smallest difference that their forks show, as a ratio above 1
     * @param forks how many forks of each would show the margin; empty if more than anyone would run
     */
    public record Sight(double shown, Optional<Integer> forks) {}

    /** The word for what became of it. */
    public String word() {
        return change.word(yardstick);
    }

    RowChange unknown(String because) {
        return new RowChange(
                title, row, Change.UNKNOWN, yardstick, was, is, ratio, Optional.empty(), Optional.of(because), doubts);
    }
}
