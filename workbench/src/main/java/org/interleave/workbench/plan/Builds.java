package org.interleave.workbench.plan;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The planner of comparisons of two builds of this program: each row of a plan becomes two, one that the other build measures,
 * the older, and one that this build measures.
 */
public final class Builds {

    /** What tells apart the configurations that the other build measures. */
    public static final String OLD = "old";

    /** What tells apart those that this build measures. */
    public static final String NEW = "new";

    /** From here on forks speak for themselves. */
    private static final int FORKS = 6;

    private Builds() {}

    /** Plans it: in so many forks as are asked for, or else enough to tell something. */
    static Plan plan(Plan plan, Request request) {
        List<Plan.Entry> entries = plan.entries().stream()
                .flatMap(entry -> Stream.of(twin(entry, OLD), twin(entry, NEW)))
                .toList();
        Repetitions repetitions = plan.repetitions()
                .withForks(request.forks()
                        .orElse(Math.max(FORKS, Repetitions.of(request.preset()).forks())));
        return new Plan(entries, plan.skipped(), List.of(), repetitions, Budget.none(repetitions.forks()));
    }

    private static Plan.Entry twin(Plan.Entry entry, String build) {
        Configuration of = entry.configuration();
        return new Plan.Entry(
                entry.experiment(),
                entry.label() + ending(build),
                new Configuration(of.workload(), of.parameters(), of.strategy(), of.options(), of.cpus(), build),
                entry.highlights());
    }

    private static String ending(String build) {
        return " " + build;
    }

    /** What one of the builds measures of such a plan, its rows called as in a plan for it alone. */
    public static Plan only(Plan plan, String build) {
        UnaryOperator<Plan.Entry> alone = entry -> new Plan.Entry(
                entry.experiment(),
                entry.label()
                        .substring(0, entry.label().length() - ending(build).length()),
                entry.configuration(),
                entry.highlights());
        return new Plan(
                plan.entries().stream()
                        .filter(entry -> entry.configuration().twin().equals(build))
                        .map(alone)
                        .toList(),
                plan.skipped(),
                plan.experiments(),
                plan.repetitions(),
                plan.budget());
    }
}
