package org.interleave.workbench.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;

/**
 * A plan in which every contender is measured twice, as A and as B, for an A/A test: where the two are the same, every
 * difference found between them is a false alarm. With a handicap B has that much more to do, and every difference that is not
 * found is a miss.
 */
public final class TwinPlan {

    /** The twin that is as it was planned. */
    public static final String A = "A";

    /** The twin that may have a handicap. */
    public static final String B = "B";

    private final Catalog catalog;
    private final double factor;

    private TwinPlan(Catalog catalog, double handicapPercent) {
        this.catalog = catalog;
        factor = 1 + handicapPercent / 100;
    }

    /**
     * Makes it.
     *
     * @param plan whose rows are measured twice
     * @param handicapPercent how much more B has to do, 0 for nothing
     * @param forks how many forks of each twin
     * @throws InvalidInputException if there is a handicap, and the size of a workload cannot be raised by it
     */
    public static Plan of(Catalog catalog, Plan plan, double handicapPercent, int forks) {
        TwinPlan twins = new TwinPlan(catalog, handicapPercent);
        List<Plan.Entry> entries = plan.entries().stream().flatMap(twins::pair).toList();
        return new Plan(entries, plan.skipped(), List.of(), plan.repetitions().withForks(forks), Budget.none(forks));
    }

    private Stream<Plan.Entry> pair(Plan.Entry entry) {
        return Stream.of(twin(entry, A, entry.configuration().parameters()), twin(entry, B, handicapped(entry)));
    }

    private static Plan.Entry twin(Plan.Entry entry, String twin, Map<String, String> parameters) {
        Configuration of = entry.configuration();
        return new Plan.Entry(
                entry.experiment(),
                entry.label(),
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
