package org.interleave.workbench.doctor;

import java.io.File;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.runtime.ControlGroup;
import org.interleave.workbench.machine.MachineFiles;
import org.interleave.workbench.measure.ForkRunner;
import org.interleave.workbench.measure.Preflight;

/**
 * The machine that is examined, and the JVM on it: files, and what only trying tells.
 *
 * @param files by which the system tells of itself
 * @param searchPath where programs are
 * @param jvm name and version of the JVM
 * @param jvmOptions options that the environment adds to every JVM, as {@code VARIABLE=OPTIONS}
 * @param obstacle what keeps anything from being measured, with its remedy; empty if nothing does
 * @param readings of the tick probe
 */
public record Patient(
        MachineFiles files,
        List<Path> searchPath,
        String jvm,
        List<String> jvmOptions,
        Optional<String> obstacle,
        ProbeReadings readings) {

    /** Takes copies. */
    public Patient {
        searchPath = List.copyOf(searchPath);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** This machine, on which the processors are tried for half a second. */
    public static Patient thisMachine() {
        String path = System.getenv("PATH");
        return new Patient(
                MachineFiles.ofThisMachine(),
                Stream.of((path == null ? "" : path).split(File.pathSeparator, -1))
                        .filter(directory -> !directory.isBlank())
                        .map(Path::of)
                        .toList(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                ForkRunner.environmentOptions(),
                obstacleHere(),
                ProbeReadings.take());
    }

    private static Optional<String> obstacleHere() {
        try {
            Preflight.check();
            return Optional.empty();
        } catch (InvalidInputException missing) {
            return Optional.ofNullable(missing.getMessage());
        }
    }

    /** The number of processors that it may use; empty if that is not told. */
    Optional<Integer> processors() {
        return files.allowedProcessors().map(BitSet::cardinality);
    }

    ControlGroup controlGroup(String controller) {
        return ControlGroup.of(files.root(), controller);
    }
}
