package org.interleave.workbench.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Claim;
import org.interleave.core.Metric;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.machine.ProcessUsage;
import org.interleave.workbench.machine.TickProbe;

/**
 * The readings of a tick probe, one after the other, and what others had of the processors meanwhile.
 *
 * @param nanosPerTick each reading
 * @param others processors that other processes used; empty if that is not told
 * @param stolen processors that the hypervisor took away; empty if that is not told
 */
record ProbeReadings(List<Double> nanosPerTick, Optional<Double> others, Optional<Double> stolen) {

    /** Some 2 ms each. */
    private static final int READINGS = 250;

    /** Takes a copy. */
    public ProbeReadings {
        nanosPerTick = List.copyOf(nanosPerTick);
    }

    /** Takes them here. */
    static ProbeReadings take() {
        TickProbe probe = new TickProbe();
        probe.warmUp();
        Optional<ProcessUsage> before = usage();
        List<Double> readings = new ArrayList<>();
        for (int reading = 0; reading < READINGS; reading++) {
            readings.add(probe.nanosPerTick());
        }
        Map<String, Metric> meanwhile =
                before.flatMap(from -> usage().map(to -> to.othersSince(from))).orElse(Map.of());
        return new ProbeReadings(readings, value(meanwhile, ProcessUsage.OTHERS), value(meanwhile, Claim.STEAL));
    }

    private static Optional<ProcessUsage> usage() {
        return LibC.AVAILABLE ? Optional.of(ProcessUsage.now()) : Optional.empty();
    }

    private static Optional<Double> value(Map<String, Metric> metrics, String name) {
        return Optional.ofNullable(metrics.get(name)).map(Metric::value);
    }
}
