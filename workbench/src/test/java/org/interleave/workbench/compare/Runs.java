package org.interleave.workbench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.interleave.core.Claim;
import org.interleave.workbench.report.Fixture;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;

/** Runs of which the truth is known: rows of one workload, drawn with a standard deviation between forks. */
final class Runs {

    static final double NANOS_PER_TICK = 20;

    private static final int ROUNDS = 3;
    private static final double WITHIN_FORKS = 0.005;
    private static final double OF_TICKS = 0.001;

    private final Random random;
    private final int rows;
    private final int forks;
    private final double deviation;

    Runs(long seed, int rows, int forks, double deviation) {
        random = new Random(seed);
        this.rows = rows;
        this.forks = forks;
        this.deviation = deviation;
    }

    /** A run in which everything is as it is. */
    Report plain() {
        return run(1, 1, 1);
    }

    /**
     * A run.
     *
     * @param ofFirst how many times as long the first row takes
     * @param ofAll how many times as long all rows take
     * @param ofTicks how many times as long a tick takes
     */
    Report run(double ofFirst, double ofAll, double ofTicks) {
        List<Row> measured = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double mean = 0.1 * (row + 1) * ofAll * (row == 0 ? ofFirst : 1);
            measured.add(Fixture.row("row" + row)
                    .wall(series("s", mean, deviation, WITHIN_FORKS))
                    .with(Claim.TICK, series("ns", NANOS_PER_TICK * ofTicks, OF_TICKS, OF_TICKS))
                    .measured());
        }
        return Fixture.report(measured.toArray(Row[]::new));
    }

    private Series series(String unit, double mean, double between, double within) {
        return new Series(
                unit,
                IntStream.range(0, forks)
                        .mapToObj(fork -> {
                            double centre = mean * Math.exp(between * random.nextGaussian());
                            return IntStream.range(0, ROUNDS)
                                    .mapToObj(round -> centre * Math.exp(within * random.nextGaussian()))
                                    .toList();
                        })
                        .toList());
    }

    /** Of two sessions, at 5 %. */
    static Terms twoSessions() {
        return new Terms(5, Optional.empty(), false, Optional.empty());
    }

    /** Of one session, at 5 %. */
    static Terms oneSession() {
        return new Terms(5, Optional.empty(), true, Optional.empty());
    }

    /** Of one session, by a measure. */
    static Terms by(String measure) {
        return new Terms(5, Optional.of(measure), true, Optional.empty());
    }
}
