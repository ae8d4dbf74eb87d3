package org.interleave.workbench.doctor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.workbench.machine.MachineFiles;
import org.interleave.workbench.measure.Measurement;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.ProcessorSpeed;

/** The checks of processors: who else uses them, how many there are, at which clock, and whether they are steady. */
final class ProcessorChecks {

    private static final String DEVICES = "sys/devices/system/cpu";
    private static final String CLOCK = "sys/devices/system/clocksource/clocksource0/current_clocksource";

    /** Reading one of these takes a microsecond or more. */
    private static final Set<String> SLOW_CLOCKS = Set.of("hpet", "acpi_pm", "jiffies", "pit", "xen");

    private static final String PERFORMANCE = "performance";

    /** The processors that claims about two tasks need. */
    private static final int ENOUGH = 2;

    /** Of a processor. */
    private static final double MUCH_STOLEN = 0.02;

    /** Of all readings. */
    private static final double MANY_OFF = 0.05;

    private ProcessorChecks() {}

    static List<Finding> of(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        findings.add(load(patient));
        findings.add(cores(patient.files()));
        findings.add(governor(patient.files()));
        findings.add(clock(patient.files()));
        findings.add(steal(patient.readings()));
        findings.add(ticks(patient.readings()));
        return findings;
    }

    /** Up to the limit from which a fork counts as disturbed. */
    private static Finding load(Patient patient) {
        Optional<Double> minute = patient.files()
                .text("proc/loadavg")
                .map(text -> text.replaceFirst(" .*", ""))
                .filter(text -> text.matches("[0-9]{1,9}\\.[0-9]{1,9}"))
                .map(Double::valueOf);
        Optional<Double> now = patient.readings().others();
        if (minute.isEmpty() && now.isEmpty()) {
            return Finding.fine("load", "not told here");
        }
        List<String> facts = new ArrayList<>();
        now.ifPresent(others -> facts.add("others use " + HumanFormat.number(others) + " processors now"));
        minute.ifPresent(load -> facts.add("load over the last minute " + HumanFormat.number(load)));
        boolean busy = Stream.concat(now.stream(), minute.map(load -> load / ENOUGH).stream())
                .anyMatch(used -> used > Measurement.DISTURBING_CPUS);
        String fact = String.join(", ", facts);
        return busy
                ? Finding.spoils(
                        "load",
                        fact,
                        "end what else runs (top shows it) and wait a minute: forks count as disturbed when others use "
                                + Measurement.DISTURBING_CPUS + " processors")
                : Finding.fine("load", fact);
    }

    private static Finding cores(MachineFiles files) {
        Optional<BitSet> allowed = files.allowedProcessors();
        if (allowed.isEmpty()) {
            return Finding.fine("cores", "not told here");
        }
        int processors = allowed.get().cardinality();
        Map<String, Integer> cores = new TreeMap<>();
        allowed.get().stream()
                .forEach(cpu -> cores.merge(
                        files.text(DEVICES + "/cpu" + cpu + "/topology/thread_siblings_list")
                                .orElse(Integer.toString(cpu)),
                        cpu,
                        Math::min));
        String fact = processors
                + (processors == 1 ? " processor" : " processors")
                + (cores.size() < processors ? " on " + cores.size() + (cores.size() == 1 ? " core" : " cores") : "");
        if (cores.size() < ENOUGH) {
            return Finding.spoils(
                    "cores",
                    fact,
                    "allow two cores (taskset, a container's cpuset, or a larger machine): without a free one, claims about"
                            + " tasks that run at once are inconclusive, and the compiler competes with the tasks");
        }
        if (cores.size() < processors) {
            String one = cores.values().stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
            return Finding.note(
                    "cores",
                    fact + ": tasks that share a core slow each other down",
                    "--cpus " + one + " takes one processor of each core");
        }
        return Finding.fine("cores", fact);
    }

    private static Finding governor(MachineFiles files) {
        List<String> governors = files.names(DEVICES, "cpu[0-9]+").stream()
                .flatMap(cpu -> files.text(DEVICES + "/" + cpu + "/cpufreq/scaling_governor").stream())
                .toList();
        if (governors.isEmpty()) {
            return Finding.fine("governor", "not told here: who runs the host decides on the clock");
        }
        List<String> others = governors.stream()
                .filter(governor -> !governor.equals(PERFORMANCE))
                .distinct()
                .toList();
        if (others.isEmpty()) {
            return Finding.fine("governor", PERFORMANCE);
        }
        return Finding.spoils(
                "governor",
                String.join(", ", others) + ": the clock follows the load, so what runs short of it runs slower",
                "cpupower frequency-set -g performance, as root; it holds until the next start");
    }

    private static Finding clock(MachineFiles files) {
        Optional<String> clock = files.text(CLOCK);
        return clock.filter(SLOW_CLOCKS::contains)
                .map(slow -> Finding.spoils(
                        "clock",
                        slow + ": to read the time takes a microsecond or more",
                        "boot with clocksource=tsc, or ask the host for a clock of its own"))
                .orElse(Finding.fine("clock", clock.orElse("not told here")));
    }

    private static Finding steal(ProbeReadings readings) {
        Optional<Double> stolen = readings.stolen();
        return stolen.filter(much -> much > MUCH_STOLEN)
                .map(much -> Finding.spoils(
                        "steal",
                        "the host took " + HumanFormat.number(much) + " processors away just now",
                        "measure at another time, or on a machine whose processors nobody shares"))
                .orElse(Finding.fine(
                        "steal", stolen.map(none -> "none to speak of").orElse("not told here")));
    }

    private static Finding ticks(ProbeReadings readings) {
        List<Double> sorted = readings.nanosPerTick().stream().sorted().toList();
        if (sorted.isEmpty()) {
            return Finding.fine("ticks", "not tried");
        }
        double median = sorted.get(sorted.size() / 2);
        long off = sorted.stream()
                .filter(reading -> Math.abs(reading / median - 1) > ProcessorSpeed.TOLERANCE)
                .count();
        String fact = HumanFormat.number(median) + " ns a tick, " + off + " of " + sorted.size()
                + " readings more than 5 % off, from " + HumanFormat.number(sorted.getFirst()) + " to "
                + HumanFormat.number(sorted.getLast());
        return off > MANY_OFF * sorted.size()
                ? Finding.spoils(
                        "ticks",
                        fact,
                        "look for what else runs, on the host too; until the processors are steady take more forks (--forks),"
                                + " and compare two builds in one session only (compare --against)")
                : Finding.fine("ticks", fact);
    }
}
