package org.interleave.workbench.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.interleave.core.Claim;
import org.interleave.core.Experiment;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.PossibleMetrics;

/**
 * A plan: what to measure, and which of it each experiment speaks of.
 *
 * @param entries the rows of the report, in order
 * @param skipped what was asked for and cannot be run, with the reason
 * @param experiments those whose claims are judged, each with its rows
 * @param repetitions how often each configuration is measured
 * @param budget what claims may have beyond that
 */
public record Plan(
        List<Entry> entries,
        List<Omission> skipped,
        List<PlannedExperiment> experiments,
        Repetitions repetitions,
        Budget budget) {

    public Plan {
        entries = List.copyOf(entries);
        skipped = List.copyOf(skipped);
        experiments = List.copyOf(experiments);
    }

    /** What becomes of a contender: a row of the report, or a reason why there is none. */
    public sealed interface Item {}

    /**
     * A row of the report.
     *
     * @param experiment the experiment, the workload or the suite that it belongs to
     * @param label what claims call it
     * @param configuration what is measured; entries may share it
     * @param highlights the names of the metrics that tell most about it, the most telling first
     */
    public record Entry(String experiment, String label, Configuration configuration, List<String> highlights)
            implements Item {

        public Entry {
            highlights = List.copyOf(highlights);
        }
    }

    /**
     * A contender that cannot be run.
     *
     * @param experiment the experiment, the workload or the suite that it belongs to
     * @param label what claims call it
     * @param workload the workload
     * @param strategy the strategy
     * @param reason why not
     */
    public record Omission(String experiment, String label, String workload, String strategy, String reason)
            implements Item {}

    /**
     * An experiment in this plan.
     *
     * @param experiment whose claims are judged
     * @param claims those of them that are judged: all, or of an experiment that the suite covers in part those about its rows
     * @param items what its claims speak of, by the labels that they use: items of its own, or of the suite that measures
     *     the same. A contender that the user left out has none.
     */
    public record PlannedExperiment(Experiment experiment, List<Claim> claims, Map<String, Item> items) {

        public PlannedExperiment {
            claims = List.copyOf(claims);
            items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
        }
    }

    /** What is measured, each once. */
    public List<Configuration> configurations() {
        return configurations(entries);
    }

    /** What is measured for some rows, each once. */
    public static List<Configuration> configurations(List<Entry> entries) {
        return entries.stream().map(Entry::configuration).distinct().toList();
    }

    /** The rows that are an experiment's own, not those that a workload or a suite has and claims speak of too. */
    public Set<Entry> ofExperiments() {
        return experiments.stream()
                .flatMap(planned -> planned.items().values().stream()
                        .filter(Entry.class::isInstance)
                        .map(Entry.class::cast)
                        .filter(entry ->
                                entry.experiment().equals(planned.experiment().name())))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Checks that one of its rows can have a metric. @throws InvalidInputException if none can */
    public void checkMeasure(Catalog catalog, String metric) {
        PossibleMetrics.check(
                configurations().stream()
                        .map(configuration ->
                                PossibleMetrics.of(catalog, configuration.workload(), configuration.strategy()))
                        .toList(),
                metric);
    }
}
