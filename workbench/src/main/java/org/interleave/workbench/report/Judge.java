package org.interleave.workbench.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.interleave.core.Claim;
import org.interleave.core.Experiment;

/**
 * The judge of an experiment's claims by the rows that were measured.
 *
 * <p>A claim is held if the whole interval lies within its bound, refuted if the whole interval lies outside, and
 * otherwise inconclusive. It is inconclusive too, whatever the numbers, if a row it speaks of is missing, invalid or
 * lacks the measure; if it needs more processors than any of its rows was allowed; if it needs at least two and one of
 * its rows was disturbed; or if it rests on one sample.
 *
 * <p>One kind of claim is judged otherwise: that one row's measure <em>is</em> a number, such as no lost update or
 * eleven firings. It speaks of every run, not of the typical one. It is held if every sample is that number, be it one
 * sample, and refuted by the first that is not; its interval is the samples' range.
 *
 * <p>Immutable. May be used from any thread.
 */
public final class Judge {

    private final Experiment experiment;
    private final Map<String, Row> rows;
    private final Map<String, String> absent;
    private final long seed;

    private Judge(Experiment experiment, Map<String, Row> rows, Map<String, String> absent, long seed) {
        this.experiment = experiment;
        this.rows = Map.copyOf(rows);
        this.absent = Map.copyOf(absent);
        this.seed = seed;
    }

    /**
     * Judges all claims of an experiment, in its order.
     *
     * @param experiment what claims them
     * @param rows the rows that it speaks of, by the labels that its claims use
     * @param absent why a row is missing, by its label
     * @param seed the report's seed, for {@link Estimate}
     */
    public static List<Judgement> judge(
            Experiment experiment, Map<String, Row> rows, Map<String, String> absent, long seed) {
        Judge judge = new Judge(experiment, rows, absent, seed);
        return experiment.claims().stream().map(judge::judge).toList();
    }

    private Judgement judge(Claim claim) {
        List<Claim.Measure> measures = claim.measures();
        Optional<String> missing =
                measures.stream().flatMap(measure -> missing(measure).stream()).findFirst();
        if (missing.isPresent()) {
            return judgement(claim, Verdict.INCONCLUSIVE, Optional.empty(), missing);
        }
        Optional<Estimate> measured = isExact(claim) ? Optional.of(range(claim)) : estimate(claim);
        if (measured.isEmpty()) {
            String reason = "the divisor is zero, or too often for the ratio's interval to have an end";
            return judgement(claim, Verdict.INCONCLUSIVE, Optional.empty(), Optional.of(reason));
        }
        Optional<String> unfit = unfit(claim, measures);
        if (unfit.isPresent()) {
            return judgement(claim, Verdict.INCONCLUSIVE, measured, unfit);
        }
        return isExact(claim) ? exactly(claim, measured.get()) : byInterval(claim, measured.get());
    }

    private Judgement byInterval(Claim claim, Estimate measured) {
        if (measured.single()) {
            return judgement(claim, Verdict.INCONCLUSIVE, Optional.of(measured), Optional.of("one sample only"));
        }
        Claim.Bound bound = claim.bound();
        Optional<String> remark = measured.forks() == 1
                ? Optional.of("one fork only, so the interval leaves out how forks differ")
                : Optional.empty();
        if (bound.low() <= measured.low() && measured.high() <= bound.high()) {
            return judgement(claim, Verdict.HELD, Optional.of(measured), remark);
        }
        if (measured.high() < bound.low() || measured.low() > bound.high()) {
            return judgement(claim, Verdict.REFUTED, Optional.of(measured), remark);
        }
        Optional<String> straddles = Optional.of("the interval lies on both sides of the bound");
        return judgement(claim, Verdict.INCONCLUSIVE, Optional.of(measured), straddles);
    }

    private static boolean isExact(Claim claim) {
        return claim.divisor().isEmpty()
                && claim.baseline().isEmpty()
                && claim.bound().low() == claim.bound().high();
    }

    private Judgement exactly(Claim claim, Estimate range) {
        double expected = claim.bound().low();
        long deviations = samples(claim).filter(sample -> sample != expected).count();
        if (deviations == 0) {
            return judgement(claim, Verdict.HELD, Optional.of(range), Optional.empty());
        }
        String reason = deviations + " of " + samples(claim).count() + " samples differ";
        return judgement(claim, Verdict.REFUTED, Optional.of(range), Optional.of(reason));
    }

    private Estimate range(Claim claim) {
        Series series = series(claim.measure());
        double value = Bootstrap.median(series) * claim.scale();
        double low = samples(claim).min().orElseThrow();
        double high = samples(claim).max().orElseThrow();
        return new Estimate(
                value, low, high, series.forks().size(), series.samples().size());
    }

    private DoubleStream samples(Claim claim) {
        return series(claim.measure()).samples().stream().mapToDouble(sample -> sample * claim.scale());
    }

    private Optional<Estimate> estimate(Claim claim) {
        Series series = series(claim.measure());
        Optional<Estimate> unscaled = claim.baseline().isPresent()
                ? aboveBaseline(claim)
                : claim.divisor()
                        .map(divisor -> Estimate.ratio(series, series(divisor), seed))
                        .orElseGet(() -> Optional.of(Estimate.median(series, seed)));
        return unscaled.map(estimate -> estimate.scaledBy(claim.scale()));
    }

    private Optional<Estimate> aboveBaseline(Claim claim) {
        Estimate baseline = estimate(claim.baseline().orElseThrow());
        Estimate excess = Contrast.difference(estimate(claim.measure()), baseline);
        return claim.divisor().isEmpty()
                ? Optional.of(excess)
                : Contrast.ratio(
                        excess, Contrast.difference(estimate(claim.divisor().get()), baseline));
    }

    private Estimate estimate(Claim.Measure measure) {
        return Estimate.median(series(measure), seed);
    }

    private Series series(Claim.Measure measure) {
        return row(measure.label())
                .flatMap(row -> row.measure(measure.metric()))
                .orElseThrow();
    }

    private Optional<Row> row(String label) {
        return Optional.ofNullable(rows.get(label));
    }

    private Optional<String> missing(Claim.Measure measure) {
        String name = "'" + measure.label() + "'";
        Optional<Row> found = row(measure.label());
        if (found.isEmpty()) {
            String reason = absent.get(measure.label());
            return Optional.of(name + " was not measured" + (reason == null ? "" : ": " + reason));
        }
        Row row = found.get();
        if (!row.valid()) {
            return Optional.of(name + " is invalid: " + row.reason().orElseThrow());
        }
        return row.measure(measure.metric()).isPresent()
                ? Optional.empty()
                : Optional.of(name + " has no " + measure.metric());
    }

    /** An experiment may confine some rows to fewer processors than the claim needs, so the widest row counts. */
    private Optional<String> unfit(Claim claim, List<Claim.Measure> measures) {
        int allowed = measures.stream()
                .mapToInt(measure -> row(measure.label()).orElseThrow().cpus().size())
                .max()
                .orElseThrow();
        if (claim.cores() > allowed) {
            return Optional.of("needs " + claim.cores() + " free processors, was allowed " + allowed);
        }
        if (claim.cores() < 2) {
            return Optional.empty();
        }
        return measures.stream()
                .map(Claim.Measure::label)
                .filter(label -> row(label).orElseThrow().disturbed())
                .findFirst()
                .map(label ->
                        "needs " + claim.cores() + " free processors, but other processes disturbed '" + label + "'");
    }

    private Judgement judgement(Claim claim, Verdict verdict, Optional<Estimate> measured, Optional<String> reason) {
        return new Judgement(
                experiment.name(),
                claim.statement(),
                verdict,
                measured,
                claim.bound().toString(),
                reason);
    }
}
