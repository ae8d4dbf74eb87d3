package org.interleave.workbench.compare;

import java.util.Optional;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Spread;
import org.interleave.workbench.report.StudentT;

/**
 * A measure of a row that both runs have.
 *
 * @param yardstick which measure
 * @param was its mean in the older run
 * @param is its mean in the newer run
 * @param student the ratio of the newer to the older; empty if it has no end, for the older may be zero
 * @param forksWas how many forks the older is of
 * @param forksIs how many forks the newer is of
 * @param isKnown whether anything is known of how the forks of both differ, and so of how far the truth may be
 */
record Measured(
        Yardstick yardstick,
        Estimate was,
        Estimate is,
        Optional<StudentT> student,
        int forksWas,
        int forksIs,
        boolean isKnown) {

    /** Of the samples of two runs, each with the spread of its own neighbours. */
    static Measured of(String measure, Series older, Spread spreadWas, Series newer, Spread spreadIs) {
        Optional<StudentT> student = StudentT.ofRatio(newer, spreadIs, older, spreadWas);
        return new Measured(
                new Yardstick(measure, newer.unit()),
                Estimate.mean(older, spreadWas),
                Estimate.mean(newer, spreadIs),
                student,
                older.forks().size(),
                newer.forks().size(),
                student.filter(StudentT::known).isPresent()
                        && tellsOfForks(older, spreadWas)
                        && tellsOfForks(newer, spreadIs));
    }

    private static boolean tellsOfForks(Series series, Spread spread) {
        return series.forks().size() > 1 || spread.degrees() > 0;
    }

    /** The ratio with its interval. */
    Optional<Estimate> ratio() {
        int samples = Math.min(was.samples(), is.samples());
        return student.map(known -> known.estimate(Math.min(forksWas, forksIs), samples));
    }
}
