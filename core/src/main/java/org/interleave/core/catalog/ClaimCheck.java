package org.interleave.core.catalog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Metric;

/**
 * Checks before anything is measured that a claim can come true: that there is a row of the label it names, and that the
 * row can have the metric. And that it compares times with times: how long something takes by itself says as much of the
 * machine as of the strategy.
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
        PossibleMetrics.of(catalog, contender.workload(), contender.strategy()).ifPresent(known -> {
            if (!known.contains(Metric.declaredName(measure.metric()))) {
                throw InvalidInputException.unknown(
                        "metric of '" + measure.label() + "' in a claim of experiment " + experiment.name(),
                        measure.metric(),
                        known);
            }
        });
    }
}
