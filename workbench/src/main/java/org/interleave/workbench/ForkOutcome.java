package org.interleave.workbench;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came of one fork. */
sealed interface ForkOutcome {

    /**
     * It was measured, and its results were right.
     *
     * @param samples for each measure, a value for each iteration
     * @param units the measures' units
     * @param workerFlags the flags of the JVMs that ran tasks for the fork, each list once
     */
    record Measured(Map<String, List<Double>> samples, Map<String, String> units, Set<List<String>> workerFlags)
            implements ForkOutcome {}

    /**
     * The strategy failed or returned a wrong result.
     *
     * @param reason in one line
     */
    record Invalid(String reason) implements ForkOutcome {}

    /** Ctrl-C ended it. At a terminal that reaches forks as it does the program, maybe before it. */
    record Interrupted() implements ForkOutcome {}
}
