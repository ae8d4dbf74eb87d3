package org.interleave.workbench.scaling;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DiagonalMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer.Optimum;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * A law fitted to measured times by least squares, on the scale of logarithms, where times of different lengths vary alike.
 * The method is Levenberg's and Marquardt's.
 *
 * <p>Nothing keeps a coefficient from being negative: an interval that is cut off at zero would not cover what it says.
 *
 * @param logarithm of the time on one processor
 * @param contention σ
 * @param coherency κ, 0 by Amdahl's law
 * @param squares the weighted sum of squared distances of the points' means from the law
 */
record LawFit(double logarithm, double contention, double coherency, double squares) {

    private static final int MOST_STEPS = 500;

    /** The law has no logarithm where the slowdown is zero or less; it is kept above this share of what is ideal. */
    private static final double LEAST_SLOWDOWN = 0.01;

    /**
     * Fits a law.
     *
     * @param points on different numbers of processors, at least as many as the law has coefficients
     * @param means the mean logarithm of each
     * @return empty if the method does not converge
     */
    static Optional<LawFit> of(ScalabilityLaw law, List<ScalingPoint> points, double[] means) {
        double[] processors =
                points.stream().mapToDouble(ScalingPoint::processors).toArray();
        double[] weights = points.stream().mapToDouble(ScalingPoint::forks).toArray();
        double[] start = new double[law.coefficients()];
        start[0] = means[0] + Math.log(processors[0]);
        try {
            Optimum optimum = new LevenbergMarquardtOptimizer()
                    .optimize(new LeastSquaresBuilder()
                            .start(start)
                            .model(model(law, processors))
                            .target(means)
                            .weight(new DiagonalMatrix(weights))
                            .parameterValidator(coefficients -> within(coefficients, processors))
                            .maxEvaluations(MOST_STEPS)
                            .maxIterations(MOST_STEPS)
                            .build());
            RealVector found = optimum.getPoint();
            double coherency = law == ScalabilityLaw.UNIVERSAL ? found.getEntry(2) : 0;
            return Optional.of(
                    new LawFit(found.getEntry(0), found.getEntry(1), coherency, optimum.getCost() * optimum.getCost()));
        } catch (MathRuntimeException noConvergence) {
            return Optional.empty();
        }
    }

    private static MultivariateJacobianFunction model(ScalabilityLaw law, double[] processors) {
        return coefficients -> {
            double[] values = new double[processors.length];
            double[][] jacobian = new double[processors.length][law.coefficients()];
            for (int i = 0; i < processors.length; i++) {
                double p = processors[i];
                double slowdown = slowdown(coefficients, p);
                values[i] = coefficients.getEntry(0) + Math.log(slowdown) - Math.log(p);
                jacobian[i][0] = 1;
                jacobian[i][1] = (p - 1) / slowdown;
                if (law == ScalabilityLaw.UNIVERSAL) {
                    jacobian[i][2] = p * (p - 1) / slowdown;
                }
            }
            return new Pair<>(new ArrayRealVector(values, false), new Array2DRowRealMatrix(jacobian, false));
        };
    }

    private static double slowdown(RealVector coefficients, double processors) {
        double coherency = coefficients.getDimension() > 2 ? coefficients.getEntry(2) : 0;
        return ScalabilityLaw.slowdown(coefficients.getEntry(1), coherency, processors);
    }

    /** Draws coefficients towards zero until the law has a logarithm everywhere: its slowdown is linear in them. */
    private static RealVector within(RealVector coefficients, double[] processors) {
        double share = IntStream.range(0, processors.length)
                .mapToDouble(i -> slowdown(coefficients, processors[i]))
                .filter(slowdown -> slowdown < LEAST_SLOWDOWN)
                .map(slowdown -> (1 - LEAST_SLOWDOWN) / (1 - slowdown))
                .min()
                .orElse(1);
        if (share == 1) {
            return coefficients;
        }
        RealVector drawn = coefficients.mapMultiply(share);
        drawn.setEntry(0, coefficients.getEntry(0));
        return drawn;
    }

    double speedUp(double processors) {
        return ScalabilityLaw.speedUp(contention, coherency, processors);
    }
}
