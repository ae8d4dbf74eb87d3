package org.interleave.workbench.advise;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.interleave.workbench.measure.ForkAllocation;
import org.interleave.workbench.measure.Measurement;
import org.interleave.workbench.plan.Configuration;

/**
 * Deals forks evenly for as long as there is time.
 *
 * @param configurations that get them
 * @param mostForks how many each has in the end, at most
 * @param time how long forks may run all together
 */
public record EvenDeal(List<Configuration> configurations, int mostForks, Duration time) implements ForkAllocation {

    /** Takes a copy. */
    public EvenDeal {
        configurations = List.copyOf(configurations);
    }

    @Override
    public Optional<Configuration> next(Measurement measurement) {
        return measurement.spent().compareTo(time) >= 0
                ? Optional.empty()
                : configurations.stream()
                        .filter(configuration -> !measurement.failed(configuration))
                        .filter(configuration -> measurement.forks(configuration) < mostForks)
                        .min(Comparator.comparingInt(measurement::forks));
    }
}
