package org.interleave.workbench.plan;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;

/**
 * The planner of A/A tests: each row of a plan becomes two, A and B. Where they are the same, every difference found between them
 * is a false alarm; where B has a handicap, every difference that is not found is a miss.
 */
final class TwinPlanner {

    /** Of a share that is no binary fraction. */
    private static final double ROUNDING = 1e-9;

    private final Catalog catalog;
    private final double factor;

    private TwinPlanner(Catalog catalog, double handicapPercent) {
        this.catalog = catalog;
        factor = 1 + handicapPercent / 100;
    }

    /**
     * Plans it.
     *
     * @param plan whose rows are measured twice
     * @throws InvalidInputException if there is a handicap, and the size of a workload cannot be raised by it
     */
    static Plan plan(Catalog catalog, Plan plan, Twins twins) {
        TwinPlanner planner = new TwinPlanner(catalog, twins.handicapPercent());
        List<Plan.Entry> entries =
                distinct(plan.entries()).stream().flatMap(planner::pair).toList();
        int contenders = entries.size() / 2;
        int pairsEach = Math.ceilDiv(twins.pairs(), contenders);
        Repetitions repetitions = plan.repetitions().withForks(Math.multiplyExact(pairsEach, twins.forks()));
        return new Plan(entries, plan.skipped(), List.of(), repetitions, Budget.none(repetitions.forks()));
    }

    /** Experiments may share configurations. */
    private static Collection<Plan.Entry> distinct(List<Plan.Entry> entries) {
        return entries.stream()
                .collect(Collectors.toMap(
                        Plan.Entry::configuration, Function.identity(), (first, second) -> first, LinkedHashMap::new))
                .values();
    }

    private Stream<Plan.Entry> pair(Plan.Entry entry) {
        Map<String, String> parameters = entry.configuration().parameters();
        if (factor == 1) {
            return Stream.of(twin(entry, "A", parameters), twin(entry, "B", parameters));
        }
        Workload<?> workload = catalog.workload(entry.configuration().workload());
        Map<String, String> divisible = WorkScale.scaled(workload, parameters, divisibility(workload, parameters));
        Map<String, String> handicapped = WorkScale.raised(workload, divisible, factor);
        return Stream.of(twin(entry, "A", divisible), twin(entry, "B", handicapped));
    }

    /** How much larger a workload has to be for its handicap to be a whole number of its parts: a twentieth of six is none. */
    private double divisibility(Workload<?> workload, Map<String, String> given) {
        Parameters parameters = Parameters.of(workload.name(), workload.parameters(), given, Preset.QUICK);
        OptionalLong parts = workload.parts(parameters);
        if (parts.isEmpty() || parts.getAsLong() == 0) {
            return 1;
        }
        double share = factor - 1;
        double more = Math.ceil(parts.getAsLong() * share - ROUNDING);
        return Math.ceil(more / share - ROUNDING) / parts.getAsLong();
    }

    private static Plan.Entry twin(Plan.Entry entry, String twin, Map<String, String> parameters) {
        Configuration of = entry.configuration();
        return new Plan.Entry(
                entry.experiment(),
                entry.label() + " " + twin,
                new Configuration(of.workload(), parameters, of.strategy(), of.options(), of.cpus(), twin),
                entry.highlights());
    }
}
