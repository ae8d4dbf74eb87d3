package org.interleave.workbench.scaling;

/**
 * A fitted number, with the 95 % interval that it may lie in.
 *
 * @param value of the fit
 * @param low the lower end, at most the value
 * @param high the upper end, at least the value
 */
public record Interval(double value, double low, double high) {

    /** Whether a number lies within. */
    public boolean contains(double number) {
        return low <= number && number <= high;
    }
}
