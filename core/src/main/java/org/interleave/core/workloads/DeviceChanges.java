package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.interleave.core.SeededRandom;

/**
 * The changes of simulated devices: those of each device are a Poisson process, its seed that of all and its number.
 *
 * @param devices how many devices
 * @param every the mean time between two changes of one
 * @param duration how long they change
 * @param seed the seed
 */
record DeviceChanges(int devices, Duration every, Duration duration, long seed) {

    /**
     * A change to come.
     *
     * @param nanos nanoseconds from the beginning
     * @param device whose it is
     */
    record Due(long nanos, int device) {}

    /** Reads what {@link #arguments} wrote. */
    static DeviceChanges of(List<String> arguments) {
        return new DeviceChanges(
                Integer.parseInt(arguments.get(0)),
                Duration.parse(arguments.get(1)),
                Duration.parse(arguments.get(2)),
                Long.parseLong(arguments.get(3)));
    }

    /** As arguments of a program. */
    List<String> arguments() {
        return List.of(Integer.toString(devices), every.toString(), duration.toString(), Long.toString(seed));
    }

    /** All of them, the earliest first. */
    List<Due> inOrder() {
        List<Due> changes = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            SeededRandom random = SeededRandom.of(seed, device);
            double at = 0;
            while (true) {
                at += random.nextExponential() * every.toNanos();
                if (at >= duration.toNanos()) {
                    break;
                }
                changes.add(new Due((long) at, device));
            }
        }
        changes.sort(Comparator.comparingLong(Due::nanos));
        return changes;
    }
}
