package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.interleave.core.Claim;
import org.interleave.core.Experiment;

/**
 * The judge of a run's claims by the rows that were measured.
 *
 * <p>A claim is held if the whole 95 % interval lies within its bound. It is refuted if the whole interval lies outside, and
 * {@link Holm}'s test over all claims of the run that can be judged by an interval rejects it at 5 %, so that a sound
 * program does not refute the more, the more it claims. Otherwise it is inconclusive; and so it is, whatever the numbers,
 * if a row it speaks of is missing, invalid or lacks the measure; if it needs more processors than any of its rows was
 * allowed; if it needs at least two and one of its rows was disturbed; or if it rests on one sample. Rounds of one fork do
 * not refute.
 *
 * <p>One kind of claim is judged otherwise: that one row's measure <em>is</em> a number, such as no lost update or
 * eleven firings. It speaks of every run, not of the typical one. It is held if every sample is that number, be it one
 * sample, and refuted by the first that is not, which chance cannot bring about; its interval is the samples' range.
 *
 * <p>Immutable. May be used from any thread.
 */
public final class Judge {

    /** The share of sound runs that may refute something. */
    private static final double LEVEL = 0.05;

    /**
     * An experiment and what is known of its contenders.
     *
     * @param experiment what claims
     * @param claims those of its claims that are judged
     * @param rows the rows that it speaks of, by the labels that its claims use
     * @param absent why a row is missing, by its label
     */
    public record Question(
            Experiment experiment, List<Claim> claims, Map<String, Row> rows, Map<String, String> absent) {

        public Question {
            claims = List.copyOf(claims);
            rows = Map.copyOf(rows);
            absent = Map.copyOf(absent);
        }
    }

    /**
     * A judgement that may be one of many: refuted as it stands, if the claim were the only one.
     *
     * @param probability how probable numbers so far outside the bound would be if the claim were true; empty if that is not
     *     what it is judged by
     */
    private record Finding(Judgement judgement, Optional<Double> probability) {}

    private final Question question;
    private final Spreads spreads;

    private Judge(Question question, Spreads spreads) {
        this.question = question;
        this.spreads = spreads;
    }

    /**
     * Judges all claims of a run, experiment after experiment.
     *
     * @param rows all rows of the run, from which those of few forks learn how forks differ
     */
    public static List<Judgement> judge(List<Question> questions, List<Row> rows) {
        Spreads spreads = new Spreads(rows);
        List<Finding> findings = questions.stream()
                .flatMap(question -> question.claims().stream().map(claim -> new Judge(question, spreads).find(claim)))
                .toList();
        return corrected(findings);
    }

    /**
     * The claims that the measurements so far do not show to be held, and more forks could.
     *
     * @param rows all rows of the run
     */
    public static List<Claim> undecided(Question question, List<Row> rows) {
        Judge judge = new Judge(question, new Spreads(rows));
        return question.claims().stream()
                .filter(claim -> {
                    Finding finding = judge.find(claim);
                    return finding.probability().isPresent()
                            && finding.judgement().verdict() != Verdict.HELD;
                })
                .toList();
    }

    /** What is refuted by itself has to be so among all that might have been. */
    private static List<Judgement> corrected(List<Finding> findings) {
        List<Finding> tested = findings.stream()
                .filter(finding -> finding.probability().isPresent())
                .toList();
        Set<Integer> rejected = Holm.rejected(
                tested.stream()
                        .map(finding -> finding.probability().orElseThrow())
                        .toList(),
                LEVEL);
        List<Judgement> judgements = new ArrayList<>();
        int place = 0;
        for (Finding finding : findings) {
            boolean byChance = finding.probability().isPresent() && !rejected.contains(place++);
            boolean refuted = finding.judgement().verdict() == Verdict.REFUTED;
            judgements.add(
                    byChance && refuted
                            ? finding.judgement().with(Verdict.INCONCLUSIVE, Optional.of(outside(tested.size())))
                            : finding.judgement());
        }
        return judgements;
    }

    private static String outside(int claims) {
        return "outside, but not after Holm's correction over " + claims + " claims";
    }

    private Finding find(Claim claim) {
        List<Claim.Measure> measures = claim.measures();
        Optional<String> missing =
                measures.stream().flatMap(measure -> missing(measure).stream()).findFirst();
        if (missing.isPresent()) {
            return settled(inconclusive(claim, Optional.empty(), missing.get()));
        }
        Optional<String> unfit = unfit(claim, measures);
        if (isExact(claim)) {
            Estimate range = range(claim);
            return settled(unfit.map(reason -> inconclusive(claim, Optional.of(range), reason))
                    .orElseGet(() -> exactly(claim, range)));
        }
        Optional<Estimate> measured = estimate(claim);
        if (measured.isEmpty()) {
            String reason = "the divisor is zero, or so near to it that the ratio's interval has no end";
            return settled(inconclusive(claim, Optional.empty(), reason));
        }
        return unfit.map(reason -> settled(inconclusive(claim, measured, reason)))
                .orElseGet(() -> byInterval(claim, measured.get()));
    }

    private static Finding settled(Judgement judgement) {
        return new Finding(judgement, Optional.empty());
    }

    private Finding byInterval(Claim claim, Estimate measured) {
        if (!claim.measures().stream().map(this::student).allMatch(StudentT::known)) {
            return settled(inconclusive(claim, Optional.of(measured), "one sample only"));
        }
        Claim.Bound bound = claim.bound();
        boolean within = bound.low() <= measured.low() && measured.high() <= bound.high();
        boolean outside = measured.high() < bound.low() || measured.low() > bound.high();
        if (oneForkAlone(claim)) {
            String reason = "one fork only, so the interval leaves out how forks differ";
            return settled(
                    within
                            ? judgement(claim, Verdict.HELD, Optional.of(measured), Optional.of(reason))
                            : inconclusive(claim, Optional.of(measured), reason));
        }
        Judgement judgement;
        if (within) {
            judgement = judgement(claim, Verdict.HELD, Optional.of(measured), Optional.empty());
        } else if (outside) {
            judgement = judgement(claim, Verdict.REFUTED, Optional.of(measured), Optional.empty());
        } else {
            judgement = inconclusive(claim, Optional.of(measured), "the interval lies on both sides of the bound");
        }
        return new Finding(judgement, Optional.of(probability(claim, measured)));
    }

    /** How probable a number so far outside the bound would be if the truth lay at the bound's nearer end. */
    private double probability(Claim claim, Estimate measured) {
        if (claim.baseline().isPresent()) {
            return probabilityByMargins(claim, measured);
        }
        StudentT student = claim.divisor()
                .map(divisor -> StudentT.ofRatio(
                                series(claim.measure()), spread(claim.measure()), series(divisor), spread(divisor))
                        .orElseThrow())
                .orElseGet(() -> student(claim.measure()));
        double low = claim.bound().low() / claim.scale();
        double high = claim.bound().high() / claim.scale();
        return Math.min(
                student.probabilityIfAtLeast(Math.min(low, high)), student.probabilityIfAtMost(Math.max(low, high)));
    }

    /** Of a contrast only the ends of its interval are known; its least certain part has the fewest degrees of freedom. */
    private double probabilityByMargins(Claim claim, Estimate measured) {
        double degrees = claim.measures().stream()
                .mapToDouble(measure -> student(measure).degrees())
                .min()
                .orElseThrow();
        double above = StudentT.probabilityBeyond(
                measured.value() - claim.bound().high(), measured.value() - measured.low(), degrees);
        double below = StudentT.probabilityBeyond(
                claim.bound().low() - measured.value(), measured.high() - measured.value(), degrees);
        return Math.min(above, below);
    }

    /** Whether a row it speaks of has one fork, and no other row says how forks differ. */
    private boolean oneForkAlone(Claim claim) {
        return claim.measures().stream()
                .anyMatch(measure -> series(measure).forks().size() == 1
                        && (spread(measure).degrees() == 0 || !series(measure).positive()));
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
        String reason = deviations + " of " + range.samples() + " samples differ";
        return judgement(claim, Verdict.REFUTED, Optional.of(range), Optional.of(reason));
    }

    private Estimate range(Claim claim) {
        Series series = series(claim.measure());
        double low = samples(claim).min().orElseThrow();
        double high = samples(claim).max().orElseThrow();
        double mean = samples(claim).average().orElseThrow();
        return new Estimate(
                Math.clamp(mean, low, high),
                low,
                high,
                series.forks().size(),
                series.samples().size());
    }

    private DoubleStream samples(Claim claim) {
        return series(claim.measure()).samples().stream().mapToDouble(sample -> sample * claim.scale());
    }

    private Optional<Estimate> estimate(Claim claim) {
        Series series = series(claim.measure());
        Optional<Estimate> unscaled = claim.baseline().isPresent()
                ? aboveBaseline(claim)
                : claim.divisor()
                        .map(divisor ->
                                Estimate.ratio(series, spread(claim.measure()), series(divisor), spread(divisor)))
                        .orElseGet(() -> Optional.of(estimate(claim.measure())));
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
        return Estimate.mean(series(measure), spread(measure));
    }

    private StudentT student(Claim.Measure measure) {
        return StudentT.of(series(measure), spread(measure));
    }

    private Spread spread(Claim.Measure measure) {
        return spreads.of(row(measure.label()).orElseThrow(), measure.metric());
    }

    private Series series(Claim.Measure measure) {
        return row(measure.label())
                .flatMap(row -> row.measure(measure.metric()))
                .orElseThrow();
    }

    private Optional<Row> row(String label) {
        return Optional.ofNullable(question.rows().get(label));
    }

    private Optional<String> missing(Claim.Measure measure) {
        String name = "'" + measure.label() + "'";
        Optional<Row> found = row(measure.label());
        if (found.isEmpty()) {
            String reason = question.absent().get(measure.label());
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

    private Judgement inconclusive(Claim claim, Optional<Estimate> measured, String reason) {
        return judgement(claim, Verdict.INCONCLUSIVE, measured, Optional.of(reason));
    }

    private Judgement judgement(Claim claim, Verdict verdict, Optional<Estimate> measured, Optional<String> reason) {
        OptionalInt opportunities = isExact(claim)
                ? measured.map(range -> OptionalInt.of(range.samples())).orElse(OptionalInt.empty())
                : OptionalInt.empty();
        return new Judgement(
                question.experiment().name(),
                claim.statement(),
                verdict,
                measured,
                claim.bound(),
                opportunities,
                reason);
    }
}
