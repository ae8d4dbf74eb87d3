package org.interleave.workbench.measure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Metric;
import org.interleave.core.Printable;
import org.interleave.core.StrategyException;
import org.interleave.workbench.machine.ProcessUsage;

/** The rules for metrics that a strategy or a workload reports: names, units, values, and that it has declared them. */
final class MetricRules {

    /** The names of what we measure ourselves. */
    static final Set<String> RESERVED = Stream.of(Claim.MEASURED, Claim.ALSO_MEASURED, List.of(ProcessUsage.OTHERS))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    /** Words joined by underscores, and perhaps a number, such as a task's. */
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,59}(\\.[0-9]{1,9})?");

    /** Shorter, for quantiles are called after it. */
    private static final Pattern HISTOGRAM = Pattern.compile("[a-z][a-z0-9_]{0,49}");

    static final Pattern UNIT = Pattern.compile("[\\p{L}\\p{N}%/^*.-]{1,20}");
    private static final int SHOWN_CHARACTERS = 80;

    private MetricRules() {}

    /**
     * Checks metrics as they come.
     *
     * @param owner whose they are, such as {@code workload echo}
     * @param declared the names that it declares, if it does
     * @throws StrategyException if one cannot be used or is not declared, naming it and why
     */
    static void check(String owner, Map<String, Metric> metrics, Optional<Set<String>> declared) {
        for (Map.Entry<String, Metric> entry : metrics.entrySet()) {
            String name = String.valueOf(entry.getKey());
            String problem = problem(name, entry.getValue());
            if (problem.isEmpty()
                    && !declared.map(names -> names.contains(Metric.declaredName(name)))
                            .orElse(true)) {
                problem = "is not among those that it declares";
            }
            if (!problem.isEmpty()) {
                throw new StrategyException(
                        "metric '" + Printable.line(name, SHOWN_CHARACTERS) + "' of " + owner + " " + problem);
            }
        }
    }

    /** Checks that nothing is reported twice. @throws StrategyException if it is */
    static void checkDistinct(
            String owner, Map<String, Metric> metrics, String otherOwner, Map<String, Metric> others) {
        metrics.keySet().stream().filter(others::containsKey).findFirst().ifPresent(name -> {
            throw new StrategyException("metric '" + name + "' is reported by both " + owner + " and " + otherOwner);
        });
    }

    /** Checks the names of histograms. @throws StrategyException if one cannot be used */
    static void checkHistograms(String owner, Set<String> names) {
        for (String name : names) {
            if (!HISTOGRAM.matcher(String.valueOf(name)).matches()) {
                throw new StrategyException(
                        "histogram '" + Printable.line(String.valueOf(name), SHOWN_CHARACTERS) + "' of " + owner
                                + " has a name that is not one (lower-case words of a to z and 0 to 9 joined by underscores)");
            }
        }
    }

    private static String problem(String name, Metric metric) {
        if (RESERVED.contains(Metric.declaredName(name))) {
            return "has a name that is reserved for what interleave measures itself";
        }
        if (!NAME.matcher(name).matches()) {
            return "has a name that is not one (lower-case words of a to z and 0 to 9 joined by underscores,"
                    + " perhaps a dot and a number after them)";
        }
        if (metric == null) {
            return "is null";
        }
        if (!Double.isFinite(metric.value())) {
            return "is not a number: " + metric.value();
        }
        if (metric.unit() == null || !UNIT.matcher(metric.unit()).matches()) {
            return "has no unit such as s, bytes, 1/s, or 1 for counts and ratios";
        }
        return "";
    }
}
