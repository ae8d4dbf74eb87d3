package org.interleave.workbench.report;

/**
 * A workload that a strategy did not run.
 *
 * @param workload the workload's name
 * @param strategy the strategy's name
 * @param reason why not: it does not support the workload, or cannot run here
 */
public record Skipped(String workload, String strategy, String reason) {}
