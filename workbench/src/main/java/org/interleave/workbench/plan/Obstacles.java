package org.interleave.workbench.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.Availability;
import org.interleave.core.Demand;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.workbench.machine.LibC;

/** The reasons for which a strategy cannot run a workload, at all or here. */
final class Obstacles {

    private Obstacles() {}

    /** Of the strategy itself, with these options. */
    static Optional<String> to(
            Strategy strategy, Workload<?> workload, Parameters parameters, Map<String, String> options) {
        Parameters values = Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK);
        return Stream.of(strategy.supports(workload, parameters), strategy.availability(values))
                .filter(Availability.Unavailable.class::isInstance)
                .map(answer -> ((Availability.Unavailable) answer).reason())
                .findFirst();
    }

    /** Of what a round takes, of the machine and of what the strategy itself has. */
    static Optional<String> to(Strategy strategy, Demand demand) {
        return strategy.supports(demand) instanceof Availability.Unavailable refused
                ? Optional.of(refused.reason())
                : MachineLimits.ofThisMachine().reasonAgainst(demand);
    }

    /** Of confining it to fewer processors than may be used. */
    static Optional<String> toConfining(List<Integer> cpus, List<Integer> allowed) {
        return cpus.equals(allowed) || LibC.AVAILABLE
                ? Optional.empty()
                : Optional.of("can be confined to fewer processors on Linux only");
    }

    /** A value for each parameter of a workload. */
    static Parameters values(Workload<?> workload, Map<String, String> parameters) {
        return Parameters.of(workload.name(), workload.parameters(), parameters, Preset.QUICK);
    }
}
