package org.interleave.workbench.measure;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.interleave.workbench.report.LockExcerpt;

/** The outcome of one fork: samples, or the reason why there are none. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ForkOutcome.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = ForkOutcome.Invalid.class, name = "invalid")
})
public sealed interface ForkOutcome {

    /**
     * It was measured, and its results were right.
     *
     * @param samples by metric: one for each counted round, or a single one for the whole fork
     * @param units the metrics' units
     * @param histograms latencies by name, one for each counted round: of HdrHistogram, in nanoseconds, compressed, in base64
     * @param warmUps rounds that were run before counting began
     * @param compiling whether the compiler was still at work when counting began
     * @param provenance facts about what ran the fork's tasks, as the strategy tells them
     * @param lockExcerpt of the timeline of its giant lock, if the fork made one after all that it measured
     */
    record Measured(
            Map<String, List<Double>> samples,
            Map<String, String> units,
            Map<String, List<String>> histograms,
            int warmUps,
            boolean compiling,
            Map<String, Set<List<String>>> provenance,
            Optional<LockExcerpt> lockExcerpt)
            implements ForkOutcome {

        /** What was measured of a fork that traced nothing. */
        Measured(
                Map<String, List<Double>> samples,
                Map<String, String> units,
                Map<String, List<String>> histograms,
                int warmUps,
                boolean compiling,
                Map<String, Set<List<String>>> provenance) {
            this(samples, units, histograms, warmUps, compiling, provenance, Optional.empty());
        }

        public Measured {
            samples = copy(samples);
            units = Map.copyOf(units);
            histograms = copy(histograms);
            provenance = Map.copyOf(provenance);
        }

        /** The same with an excerpt. */
        Measured with(Optional<LockExcerpt> excerpt) {
            return new Measured(samples, units, histograms, warmUps, compiling, provenance, excerpt);
        }

        private static <T> Map<String, List<T>> copy(Map<String, List<T>> map) {
            Map<String, List<T>> copy = new TreeMap<>();
            map.forEach((name, values) -> copy.put(name, List.copyOf(values)));
            return Collections.unmodifiableMap(copy);
        }
    }

    /**
     * The strategy failed or returned a wrong result.
     *
     * @param reason in one line
     */
    record Invalid(String reason) implements ForkOutcome {}

    /** What ends the program ended it: at a terminal, Ctrl-C and a hang-up reach forks as it does the program, maybe before it. */
    record Interrupted() implements ForkOutcome {}
}
