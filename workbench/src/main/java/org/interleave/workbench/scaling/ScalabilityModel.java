package org.interleave.workbench.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A law of scalability with what is known of its coefficients, from the times of forks on several numbers of processors.
 *
 * <p>Intervals are made by resampling forks, those of each number of processors among themselves, and fitting again. Few
 * forks resampled vary less than new ones would, by (<i>n</i> − 1)/<i>n</i>, and the quantiles of a normal distribution stand
 * too near where a variance is known from few. So distances of forks from their mean are stretched by the root of
 * <i>n</i>/(<i>n</i> − 1), and quantiles are taken where Student's t has them: the expanded percentile interval of
 * Hesterberg, <i>What Teachers Should Know About the Bootstrap</i> (2015).
 *
 * @param law which
 * @param contention σ
 * @param coherency κ; by Amdahl's law 0, an interval without width
 * @param criterion Akaike's information criterion, corrected for few observations: of two laws the one with less is to be
 *     preferred
 * @param prediction the speed-up on twice as many processors as were measured at most; empty if the law, or what may be
 *     true, has none there
 * @param peak on how many processors it is fastest, if that is no more than twice as many as were measured
 */
public record ScalabilityModel(
        ScalabilityLaw law,
        Interval contention,
        Interval coherency,
        double criterion,
        Optional<Prediction> prediction,
        OptionalDouble peak) {

    /** Fewer numbers of processors than this do not tell contention from coherency. */
    public static final int LEAST_POINTS = 6;

    /** What is measured says nothing of more processors than this many times as many. */
    private static final int REACH = 2;

    private static final int RESAMPLES = 999;

    /** So many may fail to converge without the interval being one of those that happen to. */
    private static final int MOST_FAILURES = RESAMPLES / 20;

    private static final double TAIL = 0.025;

    /**
     * A predicted speed-up.
     *
     * @param processors on how many
     * @param speedUp by how much
     */
    public record Prediction(int processors, Interval speedUp) {}

    /**
     * Fits a law.
     *
     * @param points at least {@link #LEAST_POINTS}, by rising number of processors, of two forks or more each
     * @param seed of the resampling
     * @return empty if the fit does not converge
     * @throws IllegalArgumentException if there are too few points or forks
     */
    public static Optional<ScalabilityModel> fit(ScalabilityLaw law, List<ScalingPoint> points, long seed) {
        if (points.size() < LEAST_POINTS || points.stream().anyMatch(point -> point.forks() < 2)) {
            throw new IllegalArgumentException("too few to fit: " + points);
        }
        double[] means = points.stream().mapToDouble(ScalingPoint::mean).toArray();
        return LawFit.of(law, points, means)
                .flatMap(fit -> resampled(law, points, means, seed)
                        .map(resamples -> of(law, points, fit, new Resamples(resamples, degrees(points)))));
    }

    private static ScalabilityModel of(ScalabilityLaw law, List<ScalingPoint> points, LawFit fit, Resamples resamples) {
        int measured = points.getLast().processors();
        int reach = REACH * measured;
        return new ScalabilityModel(
                law,
                resamples.interval(fit, LawFit::contention),
                resamples.interval(fit, LawFit::coherency),
                criterion(law, points, fit),
                Optional.of(new Prediction(reach, resamples.interval(fit, one -> one.speedUp(reach))))
                        .filter(prediction ->
                                Double.isFinite(prediction.speedUp().high())),
                peakWithin(fit, reach));
    }

    private static OptionalDouble peakWithin(LawFit fit, int reach) {
        OptionalDouble peak = ScalabilityLaw.peak(fit.contention(), fit.coherency());
        return peak.isPresent() && peak.getAsDouble() <= reach ? peak : OptionalDouble.empty();
    }

    private static int degrees(List<ScalingPoint> points) {
        return points.stream().mapToInt(point -> point.forks() - 1).sum();
    }

    /** Empty if too many do not converge. */
    private static Optional<List<LawFit>> resampled(
            ScalabilityLaw law, List<ScalingPoint> points, double[] means, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LawFit> fits = new ArrayList<>();
        for (int i = 0; i < RESAMPLES; i++) {
            double[] drawn = new double[means.length];
            Arrays.setAll(drawn, point -> resampled(points.get(point), means[point], random));
            LawFit.of(law, points, drawn).ifPresent(fits::add);
        }
        return fits.size() >= RESAMPLES - MOST_FAILURES ? Optional.of(fits) : Optional.empty();
    }

    private static double resampled(ScalingPoint point, double mean, SplittableRandom random) {
        int forks = point.forks();
        double sum = 0;
        for (int i = 0; i < forks; i++) {
            sum += point.logarithms().get(random.nextInt(forks)) - mean;
        }
        return mean + sum / forks * Math.sqrt(forks / (forks - 1.0));
    }

    /** The number of fitted numbers includes the variance. */
    private static double criterion(ScalabilityLaw law, List<ScalingPoint> points, LawFit fit) {
        double observations = points.stream().mapToInt(ScalingPoint::forks).sum();
        double squares = fit.squares()
                + points.stream().mapToDouble(ScalingPoint::squares).sum();
        double fitted = law.coefficients() + 1.0;
        double variance = Math.max(squares / observations, Double.MIN_NORMAL);
        return observations * Math.log(variance) + 2 * fitted + 2 * fitted * (fitted + 1) / (observations - fitted - 1);
    }

    /** What the fits to resampled forks say of a number that a fit has. */
    private record Resamples(List<LawFit> fits, int degrees) {

        private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

        Interval interval(LawFit fit, ToDoubleFunction<LawFit> number) {
            double[] sorted = fits.stream().mapToDouble(number).sorted().toArray();
            double tail = NORMAL.survivalProbability(TDistribution.of(degrees).inverseSurvivalProbability(TAIL));
            double value = number.applyAsDouble(fit);
            return new Interval(
                    value, Math.min(value, quantile(sorted, tail)), Math.max(value, quantile(sorted, 1 - tail)));
        }

        private static double quantile(double[] sorted, double share) {
            double place = share * (sorted.length + 1) - 1;
            int below = (int) Math.clamp(Math.floor(place), 0, sorted.length - 1);
            int above = Math.min(below + 1, sorted.length - 1);
            return sorted[below] + Math.clamp(place - below, 0, 1) * (sorted[above] - sorted[below]);
        }
    }
}
