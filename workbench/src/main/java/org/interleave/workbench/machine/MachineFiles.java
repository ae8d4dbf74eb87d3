package org.interleave.workbench.machine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The files by which Linux tells of the machine, under {@code /proc} and {@code /sys}. What is not there, or cannot be read, is
 * absent.
 *
 * @param root the directory that they are in, {@code /} for this machine
 */
public record MachineFiles(Path root) {

    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final long KIBIBYTE = 1024;

    /** Those of this machine. */
    public static MachineFiles ofThisMachine() {
        return new MachineFiles(Path.of("/"));
    }

    /** The lines of a file; none if it is absent. */
    public List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** The first line of a file, without space around it. */
    public Optional<String> text(String file) {
        return lines(file).stream().findFirst().map(String::strip);
    }

    /** The whole number in a file. */
    public Optional<Long> number(String file) {
        return text(file).filter(text -> text.matches("-?[0-9]{1,18}")).map(Long::valueOf);
    }

    /** The names in a directory that match a pattern, in order. */
    public List<String> names(String directory, String pattern) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(directory))) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException | DirectoryIteratorException absent) {
            return List.of();
        }
        return names.stream().filter(name -> name.matches(pattern)).sorted().toList();
    }

    /** An amount of memory in bytes, by its name in {@code /proc/meminfo}, such as {@code MemAvailable}. */
    public Optional<Long> memory(String name) {
        return lines("proc/meminfo").stream()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .map(line -> line.replaceAll("\\D", ""))
                .filter(digits -> digits.matches("[0-9]{1,15}"))
                .map(digits -> KIBIBYTE * Long.parseLong(digits));
    }

    /** The processors that this process may use. */
    public Optional<BitSet> allowedProcessors() {
        return lines("proc/self/status").stream()
                .filter(line -> line.startsWith(ALLOWED))
                .findFirst()
                .map(line -> CoreUse.processors(line.substring(ALLOWED.length())));
    }
}
