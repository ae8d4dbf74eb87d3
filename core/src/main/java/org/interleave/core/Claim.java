package org.interleave.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A hypothesis about measurements, which a run confirms or refutes.
 *
 * <p>It speaks of one metric of one row, or of the ratio of two, never of an absolute time. What the machine takes
 * anyway, such as a reply that waits for nobody, is measured beside them, as a baseline that both are taken to exceed.
 * It is held if the confidence interval lies within the bound, refuted if it lies wholly outside, and inconclusive
 * otherwise.
 *
 * @param statement what is claimed, as a sentence
 * @param measure what is measured
 * @param divisor what it is divided by: another measure, or nothing
 * @param baseline what is subtracted from the measure, and from the divisor if there is one, before they are divided
 * @param scale a constant to multiply by, to relate a measure to something that was set, 1 otherwise
 * @param bound where the number has to lie
 * @param cores how many free processors it takes to judge
 */
public record Claim(
        String statement,
        Measure measure,
        Optional<Measure> divisor,
        Optional<Measure> baseline,
        double scale,
        Bound bound,
        int cores) {

    /** Wall time of a run, in seconds. */
    public static final String WALL = "wall_s";

    /** Processor time of the process and its children during a run, in seconds. */
    public static final String CPU = "cpu_s";

    /** Voluntary context switches of the process and its children during a run. */
    public static final String VOLUNTARY_SWITCHES = "voluntary_switches";

    /** Involuntary context switches of the process and its children during a run. */
    public static final String INVOLUNTARY_SWITCHES = "involuntary_switches";

    /**
     * The most memory that the process had resident during a run, in bytes, and of each of its children what that does not share
     * with others.
     */
    public static final String PEAK_RSS = "peak_rss_bytes";

    /** Wall time of the very first round of a fork, in seconds: what a program that runs once would see. */
    public static final String FIRST_ROUND = "first_round";

    /** Wall time that it took to open the strategy, in seconds, once for each fork. */
    public static final String START = "start";

    /** Processor time of just-in-time compilers during a round, in seconds, those of worker processes included. */
    public static final String JIT = "jit";

    /** Time that collecting garbage took during a round, in seconds. */
    public static final String GC = "gc";

    /** What all threads allocated on the heap during a round, in bytes. */
    public static final String ALLOCATED = "allocated";

    /** Time of a {@link Tick} in nanoseconds, from a probe before and after each round: how fast the machine is. */
    public static final String TICK = "tick_ns";

    /** Processors that the hypervisor took away while a fork was measured. */
    public static final String STEAL = "steal";

    /**
     * The share of a round's time in which a processor was busy, for whomever: a metric for each processor, with a dot and the
     * processor's number after the name. Only of rounds that are long enough for the system's clock.
     */
    public static final String CORE_USE = "core_use";

    /** Processors that other processes used while a fork was measured. */
    public static final String OTHERS_CPUS = "others_cpus";

    /** The metrics that are measured of every row, where they can be had, and that every table shows. */
    public static final List<String> MEASURED = List.of(WALL, CPU, VOLUNTARY_SWITCHES, INVOLUNTARY_SWITCHES, PEAK_RSS);

    /** The further metrics that are measured of every row, where they can be had. */
    public static final List<String> ALSO_MEASURED =
            List.of(FIRST_ROUND, START, JIT, GC, ALLOCATED, TICK, STEAL, CORE_USE);

    /**
     * A metric of a row.
     *
     * @param metric one of the constants of {@link Claim}, or a name from the workload's or the strategy's metrics
     * @param label the row's label
     */
    public record Measure(String metric, String label) {}

    /**
     * Where a number has to lie, ends included.
     *
     * @param low the least, may be minus infinity
     * @param high the most, may be infinity
     */
    public record Bound(double low, double high) {

        /** No more than this. */
        public static Bound atMost(double high) {
            return new Bound(Double.NEGATIVE_INFINITY, high);
        }

        /** No less than this. */
        public static Bound atLeast(double low) {
            return new Bound(low, Double.POSITIVE_INFINITY);
        }

        /** From one to the other. */
        public static Bound between(double low, double high) {
            return new Bound(low, high);
        }

        @Override
        public String toString() {
            if (low == high) {
                return "= " + text(low);
            }
            if (Double.isInfinite(low)) {
                return "≤ " + text(high);
            }
            return Double.isInfinite(high) ? "≥ " + text(low) : text(low) + " … " + text(high);
        }

        private static String text(double number) {
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
    }

    /** Claims that one row's metric, divided by another row's, lies within the bound. */
    public static Claim ratio(String statement, String metric, String label, String divisorLabel, Bound bound) {
        return value(statement, metric, label, bound).dividedBy(new Measure(metric, divisorLabel));
    }

    /** Claims that a row's metric lies within the bound. For counts; a time belongs in a ratio. */
    public static Claim value(String statement, String metric, String label, Bound bound) {
        return new Claim(statement, new Measure(metric, label), Optional.empty(), Optional.empty(), 1, bound, 1);
    }

    /** The same, judged only where this many processors are free. */
    public Claim needingCores(int number) {
        return new Claim(statement, measure, divisor, baseline, scale, bound, number);
    }

    /** The same, of the number multiplied by a constant. */
    public Claim scaledBy(double factor) {
        return new Claim(statement, measure, divisor, baseline, factor, bound, cores);
    }

    /** The same, divided by another measure. */
    public Claim dividedBy(Measure other) {
        return new Claim(statement, measure, Optional.of(other), baseline, scale, bound, cores);
    }

    /** The same, of what the measure, and what it is divided by, exceed this row's by, in the measure's metric. */
    public Claim above(String label) {
        Measure machine = new Measure(measure.metric(), label);
        return new Claim(statement, measure, divisor, Optional.of(machine), scale, bound, cores);
    }

    /** All that has to be measured to judge it. */
    public List<Measure> measures() {
        return Stream.of(Optional.of(measure), divisor, baseline)
                .flatMap(Optional::stream)
                .toList();
    }
}
