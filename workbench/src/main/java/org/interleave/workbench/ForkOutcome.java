package org.interleave.workbench;

import java.util.List;
import java.util.Map;

/** What came of one fork. */
sealed interface ForkOutcome {

    /**
     * It was measured, and its results were right.
     *
     * @param samples for each measure, a value for each iteration
     * @param units the measures' units
     */
    record Measured(Map<String, List<Double>> samples, Map<String, String> units) implements ForkOutcome {}

    /**
     * The strategy failed or returned a wrong result.
     *
     * @param reason in one line
     */
    record Invalid(String reason) implements ForkOutcome {}
}
