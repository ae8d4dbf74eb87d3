package org.interleave.workbench.plan;

import java.util.List;
import org.interleave.core.Experiment;

/**
 * What to measure, and what to make of it.
 *
 * @param entries the rows of the report, in order
 * @param skipped what was asked for and cannot be run, with the reason
 * @param judged the experiments whose claims are judged
 * @param shape how often each spec is measured
 */
public record Plan(List<Entry> entries, List<Omission> skipped, List<Experiment> judged, Repetitions shape) {

    public Plan {
        entries = List.copyOf(entries);
        skipped = List.copyOf(skipped);
        judged = List.copyOf(judged);
    }

    /**
     * A row of the report.
     *
     * @param experiment the experiment, the workload or the suite that it belongs to
     * @param label what claims call it
     * @param spec what is measured; entries may share it
     */
    public record Entry(String experiment, String label, Configuration spec) {}

    /**
     * What is not run.
     *
     * @param experiment the experiment, the workload or the suite that it belongs to
     * @param label what claims call it
     * @param workload the workload
     * @param strategy the strategy
     * @param reason why not
     */
    public record Omission(String experiment, String label, String workload, String strategy, String reason) {}

    /** What is measured, each once. */
    public List<Configuration> specs() {
        return specs(entries);
    }

    /** What is measured for some rows, each once. */
    public static List<Configuration> specs(List<Entry> entries) {
        return entries.stream().map(Entry::spec).distinct().toList();
    }
}
