package org.interleave.workbench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.interleave.core.Claim;
import org.interleave.core.Family;

/**
 * A row of a report: a workload under a strategy, measured.
 *
 * @param experiment the experiment it was measured for; the workload's name if it was run by itself
 * @param label what claims call it; unique within the experiment
 * @param workload the workload's name
 * @param parameters the workload's parameters, as the user would write them
 * @param strategy the strategy's name
 * @param family the strategy's family
 * @param options the strategy's options, as the user would write them
 * @param cpus the processors it was allowed to use, by number
 * @param valid whether every result agreed with the oracle; if not, the numbers are void
 * @param reason what was wrong, always there if it is not valid; or what makes it shaky
 * @param disturbedForks how many forks other processes disturbed, even when repeated
 * @param warmUps how its forks were warmed up
 * @param measures what was measured, by name: the {@linkplain Claim#MEASURED measures of every row} and all others. A
 *     measure that cannot be had is absent.
 * @param histograms by name, for each fork one histogram for each counted round: an HdrHistogram in nanoseconds, as its
 *     compressed encoding has it, in base64
 * @param highlights the names of those other measures that tell most about this workload, the most telling first; some
 *     may be absent
 * @param provenance facts about what ran its tasks, as the strategy tells them: lists of texts by a key that begins with
 *     {@code worker_}
 * @param lockExcerpt of the timeline of the giant lock that it ran under, if one was made
 */
public record Row(
        String experiment,
        String label,
        String workload,
        SequencedMap<String, String> parameters,
        String strategy,
        Family family,
        SequencedMap<String, String> options,
        List<Integer> cpus,
        boolean valid,
        Optional<String> reason,
        int disturbedForks,
        WarmUps warmUps,
        SequencedMap<String, Series> measures,
        SequencedMap<String, List<List<String>>> histograms,
        List<String> highlights,
        SequencedMap<String, List<List<String>>> provenance,
        Optional<LockExcerpt> lockExcerpt) {

    /**
     * Takes copies, which keep the order.
     *
     * @throws IllegalArgumentException if it is invalid without a reason, has no processor, or a negative number of
     *     disturbed forks
     */
    public Row {
        parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
        options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
        cpus = List.copyOf(cpus);
        measures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(measures));
        highlights = List.copyOf(highlights);
        histograms = copy(histograms);
        provenance = copy(provenance);
        if (!valid && reason.isEmpty()) {
            throw new IllegalArgumentException("row '" + label + "' is invalid without a reason");
        }
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("row '" + label + "' has no processor to run on");
        }
        if (disturbedForks < 0) {
            throw new IllegalArgumentException("disturbedForks is " + disturbedForks + ", must not be negative");
        }
    }

    private static SequencedMap<String, List<List<String>>> copy(SequencedMap<String, List<List<String>>> lists) {
        SequencedMap<String, List<List<String>>> copy = new LinkedHashMap<>();
        lists.forEach(
                (key, list) -> copy.put(key, list.stream().map(List::copyOf).toList()));
        return Collections.unmodifiableSequencedMap(copy);
    }

    /** Whether other processes took processors away while it was measured. */
    public boolean disturbed() {
        return disturbedForks > 0;
    }

    /** A measure's samples, if it could be had. */
    public Optional<Series> measure(String name) {
        return Optional.ofNullable(measures.get(name));
    }
}
