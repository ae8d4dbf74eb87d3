package org.interleave.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A way to run tasks: a scheduler that handles their {@linkplain Step steps} in its own manner.
 *
 * <p>Strategies are found by {@link java.util.ServiceLoader}: a jar on the path that names one is all it takes.
 * Instances hold no state and may be used from any thread; what runs is the {@link Execution}.
 */
public interface Strategy {

    /** Its name on the command line: lower case, words joined by hyphens; of a kind, the kind's name, a colon, its own. */
    String name();

    /** The way around, or under, the giant lock that it belongs to. */
    Family family();

    /** One line that says what it does. */
    String description();

    /** Whether it is written as its model is usually written, or for speed. */
    Approach label();

    /** What its tasks may do. A workload that needs more is refused with the reason. */
    Set<Feature> features();

    /** What can be set, empty if nothing. */
    default List<Parameter<?>> options() {
        return List.of();
    }

    /**
     * The names of all metrics that its executions may report, for claims about them to be checked before anything is
     * measured: a metric of another name is refused then. A metric that is reported for single tasks, with a dot and a number
     * after its name, is declared without them. Nothing if only a run can tell.
     */
    default Optional<Set<String>> metrics() {
        return Optional.empty();
    }

    /**
     * Whether it can run here at all, and if not, what is missing and how to get it.
     */
    default Availability availability() {
        return Availability.available();
    }

    /**
     * Whether it can run here with these options, and if not, what would help.
     *
     * @param options values for {@link #options()}
     */
    default Availability availability(Parameters options) {
        return availability();
    }

    /** Whether it can run a workload, and if not, why. */
    default Availability supports(Workload<?> workload) {
        for (Feature feature : workload.needs()) {
            if (!features().contains(feature)) {
                return new Availability.Unavailable(feature.absence());
            }
        }
        return Availability.available();
    }

    /**
     * Gets ready to run tasks.
     *
     * @param options values for {@link #options()}
     * @throws StrategyException if it cannot get ready
     */
    Execution open(Parameters options);
}
