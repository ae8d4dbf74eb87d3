package org.interleave.workbench.report;

import java.util.Optional;

/**
 * The team's suite that a report is of, with what runs of it are compared by.
 *
 * @param suite what it is called
 * @param measure by which rows are compared; what tables compare if empty
 * @param marginPercent by how much a row may be worse, more than 0; as usual if empty
 */
public record SuiteGate(String suite, Optional<String> measure, Optional<Double> marginPercent) {}
