package org.interleave.workbench.plan;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;

/**
 * The planner of A/A tests: each row of a plan becomes two, A and B. Where they are the same, every difference found between them
 * is a false alarm; where B has a handicap, every difference that is not found is a miss.
 */
final class TwinPlanner {

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
        return Stream.of(twin(entry, "A", entry.configuration().parameters()), twin(entry, "B", handicapped(entry)));
    }

    private static Plan.Entry twin(Plan.Entry entry, String twin, Map<String, String> parameters) {
        Configuration of = entry.configuration();
        return new Plan.Entry(
                entry.experiment(),
                entry.label() + " " + twin,
                new Configuration(of.workload(), parameters, of.strategy(), of.options(), of.cpus(), twin),
                entry.highlights());
    }

    private Map<String, String> handicapped(Plan.Entry entry) {
        Map<String, String> parameters = entry.configuration().parameters();
        if (factor == 1) {
            return parameters;
        }
        Workload<?> workload = catalog.workload(entry.configuration().workload());
        Parameter<?> size =
                workload.size().orElseThrow(() -> cannot(workload, "it has none that its work is in proportion to"));
        String value = parameters.get(size.name());
        if (value == null) {
            throw cannot(workload, size.name() + " has no value");
        }
        String more = size.scaled(value, factor, workload.name())
                .orElseThrow(() -> cannot(workload, size.name() + " is neither a count nor a time"));
        if (more.equals(value)) {
            throw cannot(workload, size.name() + "=" + value + " is too small for it");
        }
        Map<String, String> raised = new LinkedHashMap<>(parameters);
        raised.put(size.name(), more);
        return raised;
    }

    private static InvalidInputException cannot(Workload<?> workload, String reason) {
        return new InvalidInputException(
                "--handicap cannot raise a parameter of workload " + workload.name() + ": " + reason);
    }
}
