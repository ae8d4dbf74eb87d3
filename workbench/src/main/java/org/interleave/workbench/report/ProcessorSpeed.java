package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.interleave.core.Claim;

/**
 * The speed of the processors during a run, by the ticks that forks took beside their rounds. A host that shares its
 * processors with others is not always equally fast, and a fork that had a slower one says less of its strategy.
 *
 * @param nanosPerTick the median of all forks
 */
public record ProcessorSpeed(double nanosPerTick) {

    /** So far off the median, a fork's processor was another one than the others'. */
    public static final double TOLERANCE = 0.05;

    /** Of a report's rows; empty if none knows. */
    public static Optional<ProcessorSpeed> of(List<Row> rows) {
        double[] ticks = rows.stream()
                .flatMap(row -> row.measure(Claim.TICK).stream())
                .distinct()
                .flatMap(series -> ofForks(series).stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        int half = ticks.length / 2;
        return ticks.length == 0
                ? Optional.empty()
                : Optional.of(
                        new ProcessorSpeed(ticks.length % 2 == 1 ? ticks[half] : (ticks[half - 1] + ticks[half]) / 2));
    }

    /** For each fork its nanoseconds per tick. */
    public static List<Double> ofForks(Series series) {
        return series.forks().stream()
                .map(fork ->
                        fork.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
                .toList();
    }

    /** Which of a row's forks ran on slower or faster processors, in words; empty if none did. */
    List<String> remarks(Row row) {
        List<Double> off = row.measure(Claim.TICK).map(ProcessorSpeed::ofForks).orElse(List.of()).stream()
                .map(ticks -> ticks / nanosPerTick - 1)
                .toList();
        List<String> remarks = new ArrayList<>();
        remark(off, share -> share > TOLERANCE, "slower").ifPresent(remarks::add);
        remark(off, share -> share < -TOLERANCE, "faster").ifPresent(remarks::add);
        return remarks;
    }

    private static Optional<String> remark(List<Double> off, DoublePredicate counts, String word) {
        double[] beyond =
                off.stream().mapToDouble(Double::doubleValue).filter(counts).toArray();
        double most = 0;
        for (double share : beyond) {
            most = Math.max(most, Math.abs(share));
        }
        String percent = Math.round(100 * most) + " % " + word;
        return beyond.length == 0
                ? Optional.empty()
                : Optional.of(beyond.length + " of " + off.size() + (off.size() == 1 ? " fork" : " forks")
                        + " ran on a processor " + (beyond.length == 1 ? percent : "up to " + percent)
                        + " than the run's median");
    }
}
