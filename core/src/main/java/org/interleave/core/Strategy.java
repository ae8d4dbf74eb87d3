package org.interleave.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A way to run tasks: a scheduler that handles their {@linkplain Step steps} in its own manner.
 *
 * <p>Strategies are providers of a service, see {@link java.util.ServiceLoader}: a jar on the path that names one is all
 * it takes. Instances hold no state and may be used from any thread; what runs is the {@link Execution}.
 */
public interface Strategy {

    /** What it is called, what it does, what its tasks may do and what can be set. The same whenever it is asked. */
    StrategyDescription describe();

    /** {@link StrategyDescription#name}. */
    default String name() {
        return describe().name();
    }

    /** {@link StrategyDescription#family}. */
    default Family family() {
        return describe().family();
    }

    /** {@link StrategyDescription#approach}. */
    default Approach approach() {
        return describe().approach();
    }

    /** {@link StrategyDescription#description}. */
    default String description() {
        return describe().description();
    }

    /** {@link StrategyDescription#features}. */
    default Set<Feature> features() {
        return describe().features();
    }

    /** {@link StrategyDescription#options}. */
    default List<Parameter<?>> options() {
        return describe().options();
    }

    /**
     * The sets of options under which it is measured beside its defaults. Their names do not depend on the machine. None
     * unless overridden.
     *
     * @param processors how many processors there are to run on, at least one
     */
    default List<StrategyVariant> variants(int processors) {
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
     * Whether it can run here with these options, and if not, what is missing and how to get it.
     *
     * @param options values for {@link #options()}
     */
    default Availability availability(Parameters options) {
        return Availability.available();
    }

    /** Whether it can run a workload as that is by default, and if not, why. */
    default Availability supports(Workload<?> workload) {
        return supports(workload, Parameters.defaults(workload.parameters()));
    }

    /**
     * Whether it can run a workload, and if not, why.
     *
     * @param parameters values for {@link Workload#parameters()}
     */
    default Availability supports(Workload<?> workload, Parameters parameters) {
        Set<Feature> offered = features();
        for (Feature feature : workload.needs(parameters)) {
            if (!offered.contains(feature)) {
                return new Availability.Unavailable(feature.absence());
            }
        }
        return Availability.available();
    }

    /** Whether it can run a round that takes so much, here, and if not, which limit is in the way. */
    default Availability supports(Demand demand) {
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
