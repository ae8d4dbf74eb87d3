package org.interleave.workbench.doctor;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of programs: what every run needs, the JDK, and tools that one may want. */
final class ProgramChecks {

    /** The names that the build looks for. */
    private static final List<String> COMPILERS = List.of("cc", "gcc", "clang");

    private static final String PERF_LEVEL = "proc/sys/kernel/perf_event_paranoid";

    /** Up to here users may count what their own processes do. */
    private static final long PERF_OF_OWN = 2;

    private ProgramChecks() {}

    static List<Finding> of(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        findings.add(patient.obstacle()
                .map(obstacle -> Finding.spoils("what runs need", obstacle, "see to that first: no run begins without"))
                .orElse(Finding.fine("what runs need", "temporary files, process counters, and a JVM that starts")));
        findings.add(jdk(patient));
        findings.add(compiler(patient));
        findings.add(perf(patient));
        return findings;
    }

    private static Finding jdk(Patient patient) {
        if (!patient.jvmOptions().isEmpty()) {
            return Finding.spoils(
                    "JDK",
                    patient.jvm() + " with " + String.join(", ", patient.jvmOptions()),
                    "unset these variables: their options go into every fork, and results with others are not comparable");
        }
        return patient.jvm().matches("(?i).*(debug|Zero VM|Minimal VM|Client VM).*")
                ? Finding.spoils("JDK", patient.jvm(), "take a JDK with the server VM that is no debug build")
                : Finding.fine("JDK", patient.jvm());
    }

    private static Finding compiler(Patient patient) {
        return COMPILERS.stream()
                .filter(name -> isInstalled(patient, name))
                .findFirst()
                .map(name -> Finding.fine("C compiler", name))
                .orElse(Finding.note(
                        "C compiler",
                        "none of " + String.join(", ", COMPILERS),
                        "install gcc and libc6-dev and build again: the strategies in C are built with it"));
    }

    private static Finding perf(Patient patient) {
        if (!isInstalled(patient, "perf")) {
            return Finding.note(
                    "perf",
                    "not installed",
                    "install linux-perf (linux-tools on Ubuntu) to see what a strategy's processor time goes to");
        }
        Optional<Long> level = patient.files().number(PERF_LEVEL);
        return level.filter(high -> high > PERF_OF_OWN)
                .map(high -> Finding.note(
                        "perf",
                        "kernel.perf_event_paranoid is " + high + ": it counts nothing",
                        "sysctl kernel.perf_event_paranoid=2, as root"))
                .orElse(Finding.fine("perf", "installed"));
    }

    private static boolean isInstalled(Patient patient, String program) {
        return patient.searchPath().stream()
                .map(directory -> directory.resolve(program))
                .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    }
}
