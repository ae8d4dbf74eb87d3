package org.interleave.core.catalog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Metric;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;

/**
 * Checks before anything is measured that a claim can come true: that there is a row of the label it names, and that the
 * row can have the metric. A metric is measured of every row, or declared by the row's workload or strategy;
 * where one of these two declares nothing, only a run can tell. And that it compares times with times: how long something
 * takes by itself says as much of the machine as of the strategy.
 */
public final class ClaimCheck {

    /** The times among what is measured of every row. */
    private static final Set<String> TIMES =
            Set.of(Claim.WALL, Claim.CPU, Claim.FIRST_ROUND, Claim.START, Claim.JIT, Claim.GC, Claim.TICK);

    private final Catalog catalog;
    private final Experiment experiment;
    private final Map<String, Contender> contenders;

    /**
     * For the claims of an experiment.
     *
     * @param catalog where its workloads and strategies are looked up
     * @param contenders its rows
     */
    public ClaimCheck(Catalog catalog, Experiment experiment, Collection<Contender> contenders) {
        this.catalog = catalog;
        this.experiment = experiment;
        this.contenders = contenders.stream()
                .collect(Collectors.toMap(
                        Contender::label, Function.identity(), (first, second) -> first, LinkedHashMap::new));
    }

    /** Checks all claims. @throws InvalidInputException if one speaks of what cannot be */
    public void check() {
        experiment.claims().forEach(this::checkRelative);
        experiment.claims().stream().flatMap(claim -> claim.measures().stream()).forEach(this::check);
    }

    private void checkRelative(Claim claim) {
        String metric = claim.measure().metric();
        if (claim.divisor().isEmpty() && claim.scale() == 1 && TIMES.contains(metric)) {
            throw new InvalidInputException(
                    "experiment " + experiment.name() + " claims how long something takes by itself: "
                            + metric + " of '" + claim.measure().label()
                            + "' has to be divided by another row's, or related to what"
                            + " was set");
        }
    }

    private void check(Claim.Measure measure) {
        Contender contender = contenders.get(measure.label());
        if (contender == null) {
            throw InvalidInputException.unknown(
                    "contender in a claim of experiment " + experiment.name(), measure.label(), contenders.keySet());
        }
        metricsOf(contender).ifPresent(known -> {
            if (!known.contains(Metric.declaredName(measure.metric()))) {
                throw InvalidInputException.unknown(
                        "metric of '" + measure.label() + "' in a claim of experiment " + experiment.name(),
                        measure.metric(),
                        known);
            }
        });
    }

    /** The metrics that a row can have; nothing if that is not known. */
    private Optional<Set<String>> metricsOf(Contender contender) {
        Optional<Set<String>> ofWorkload = catalog.workloads().stream()
                .filter(workload -> workload.name().equals(contender.workload()))
                .findFirst()
                .flatMap(Workload::metrics);
        Optional<Set<String>> ofStrategy = catalog.strategies().stream()
                .filter(strategy -> strategy.name().equals(contender.strategy()))
                .findFirst()
                .flatMap(Strategy::metrics);
        if (ofWorkload.isEmpty() || ofStrategy.isEmpty()) {
            return Optional.empty();
        }
        Set<String> all = new TreeSet<>(Claim.MEASURED);
        all.addAll(Claim.ALSO_MEASURED);
        all.add(Claim.OTHERS_CPUS);
        all.addAll(ofWorkload.get());
        all.addAll(ofStrategy.get());
        return Optional.of(all);
    }
}
