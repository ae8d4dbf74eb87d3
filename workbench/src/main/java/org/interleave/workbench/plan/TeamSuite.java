package org.interleave.workbench.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.ClaimCheck;
import org.interleave.core.catalog.PossibleMetrics;

/**
 * A team's suite: workloads with their parameters, each under every one of its entrants, claims about them, and the gate by
 * which a later run is compared. Each of its workloads is an experiment of its own.
 *
 * @param name what it is called
 * @param workloads at least one, labelled differently
 * @param entrants at least one, labelled differently
 * @param claims perhaps none
 * @param gate what runs of it are compared by, if that is said
 */
public record TeamSuite(
        String name, List<Work> workloads, List<Entrant> entrants, List<Statement> claims, Optional<Gate> gate) {

    public TeamSuite {
        workloads = List.copyOf(workloads);
        entrants = List.copyOf(entrants);
        claims = List.copyOf(claims);
    }

    /**
     * A workload.
     *
     * @param label what its table is called
     * @param workload the workload's name
     * @param parameters those that differ from the preset's, as the user would write them
     */
    public record Work(String label, String workload, Map<String, String> parameters) {

        public Work {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /**
     * What every workload is run under.
     *
     * @param label what its rows are called
     * @param strategy the strategy's name
     * @param options those that differ from their defaults, as the user would write them
     * @param processors how many it is confined to, all if empty
     */
    public record Entrant(String label, String strategy, Map<String, String> options, Optional<Integer> processors) {

        public Entrant {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }

    /**
     * A claim.
     *
     * @param statement what is claimed, as a sentence
     * @param on the workload's label
     * @param measure which of the row's measures
     * @param of the entrant's label
     * @param relativeTo the label of the entrant whose measure it is divided by, if any
     * @param atLeast the least it may be, if there is one
     * @param atMost the most it may be, if there is one
     */
    public record Statement(
            String statement,
            String on,
            String measure,
            String of,
            Optional<String> relativeTo,
            Optional<Double> atLeast,
            Optional<Double> atMost) {

        Claim claim() {
            Claim.Bound bound = Claim.Bound.between(
                    atLeast.orElse(Double.NEGATIVE_INFINITY), atMost.orElse(Double.POSITIVE_INFINITY));
            return relativeTo
                    .map(divisor -> Claim.ratio(statement, measure, of, divisor, bound))
                    .orElseGet(() -> Claim.value(statement, measure, of, bound));
        }
    }

    /**
     * What two runs are compared by.
     *
     * @param measure which measure; what tables compare if empty
     * @param marginPercent by how much a row may be worse, more than 0; as usual if empty
     */
    public record Gate(Optional<String> measure, Optional<Double> marginPercent) {}

    /** A workload of a suite, with the claims about it. */
    private record SuiteExperiment(String name, String question, List<Contender> contenders, List<Claim> claims)
            implements Experiment {

        @Override
        public List<Contender> contenders(Preset preset) {
            return contenders;
        }
    }

    /** One for each workload, in order, called by its label. */
    List<Experiment> experiments() {
        return workloads.stream()
                .map(work -> experiment(
                        work,
                        claims.stream()
                                .filter(claim -> claim.on().equals(work.label()))
                                .toList()))
                .toList();
    }

    private Experiment experiment(Work work, List<Statement> about) {
        return new SuiteExperiment(
                work.label(),
                "What the suite " + name + " says of " + work.workload() + ".",
                entrants.stream().map(entrant -> contender(work, entrant)).toList(),
                about.stream().map(Statement::claim).toList());
    }

    private static Contender contender(Work work, Entrant entrant) {
        OptionalInt processors = entrant.processors().map(OptionalInt::of).orElse(OptionalInt.empty());
        return new Contender(
                entrant.label(), work.workload(), work.parameters(), entrant.strategy(), entrant.options(), processors);
    }

    /**
     * Checks that a claim can come true.
     *
     * @param claim about a workload of this suite
     * @throws InvalidInputException if its rows cannot have the measure, or it is of a time that is related to nothing
     */
    public void check(Catalog catalog, Statement claim) {
        Work work = workloads.stream()
                .filter(one -> one.label().equals(claim.on()))
                .findFirst()
                .orElseThrow();
        Experiment experiment = experiment(work, List.of(claim));
        new ClaimCheck(catalog, experiment, experiment.contenders(Preset.QUICK)).check();
    }

    /** Checks that some row can have the gate's measure. @throws InvalidInputException if none can */
    public void checkGate(Catalog catalog) {
        gate.flatMap(Gate::measure)
                .ifPresent(measure -> PossibleMetrics.check(
                        workloads.stream()
                                .flatMap(work -> entrants.stream()
                                        .map(entrant ->
                                                PossibleMetrics.of(catalog, work.workload(), entrant.strategy())))
                                .toList(),
                        measure));
    }
}
