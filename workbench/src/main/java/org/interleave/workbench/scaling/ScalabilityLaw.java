package org.interleave.workbench.scaling;

import java.util.OptionalDouble;

/**
 * A law of scalability: the speed-up on <i>p</i> processors is <i>p</i> / (1 + σ(<i>p</i> − 1) + κ<i>p</i>(<i>p</i> − 1)),
 * where σ is contention, the share of the work that is done by one at a time, and κ is coherency, what each pair of
 * processors costs by agreeing.
 *
 * <p>Gunther, <i>A General Theory of Computational Scalability Based on Rational Functions</i> (2008).
 */
public enum ScalabilityLaw {
    /** Amdahl's: no pair of processors costs anything. */
    AMDAHL("Amdahl's law", 2),
    /** Gunther's Universal Scalability Law. */
    UNIVERSAL("the Universal Scalability Law", 3);

    private final String title;
    private final int coefficients;

    ScalabilityLaw(String title, int coefficients) {
        this.title = title;
        this.coefficients = coefficients;
    }

    /** What it is called, in a sentence. */
    public String title() {
        return title;
    }

    /** How many numbers are fitted: the time on one processor, σ, and perhaps κ. */
    int coefficients() {
        return coefficients;
    }

    /** The speed-up on so many processors; infinite where coefficients below zero leave no time to take. */
    static double speedUp(double contention, double coherency, double processors) {
        double slowdown = slowdown(contention, coherency, processors);
        return slowdown > 0 ? processors / slowdown : Double.POSITIVE_INFINITY;
    }

    /** How many times as long it takes as if the work were shared out without loss. */
    static double slowdown(double contention, double coherency, double processors) {
        double others = processors - 1;
        return 1 + contention * others + coherency * processors * others;
    }

    /** On how many processors it is fastest; empty if more are always faster. */
    static OptionalDouble peak(double contention, double coherency) {
        return coherency > 0 && contention < 1
                ? OptionalDouble.of(Math.max(1, Math.sqrt((1 - contention) / coherency)))
                : OptionalDouble.empty();
    }
}
