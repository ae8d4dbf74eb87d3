package org.interleave.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which processors a process may run on, as Linux keeps it. */
final class Affinity {

    private static final String ALLOWED = "Cpus_allowed_list:";

    private Affinity() {}

    /** The processors that this process may run on, as a list of numbers and ranges. */
    static String own() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(ALLOWED))
                    .map(line -> line.substring(ALLOWED.length()).strip())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The first and the last of the processors in such a list. */
    static List<String> ends(String processors) {
        String[] numbers = processors.split("[,-]", -1);
        return List.of(numbers[0], numbers[numbers.length - 1]);
    }

    /** Confines a process, with all its threads, to some processors. */
    static void set(long process, String processors) throws IOException, InterruptedException {
        Process taskset = new ProcessBuilder("taskset", "-acp", processors, Long.toString(process))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset cannot confine process " + process + " to " + processors);
        }
    }
}
