package org.interleave.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interleave.core.Execution;
import org.interleave.core.Parameters;
import org.interleave.processes.Processes;
import org.interleave.processes.pool.WorkerArchive;

/**
 * How long does it take until four workers are ready, held against four bare JVMs that start side by side and answer one
 * byte? In alternating rounds; the first pool of this process, which loads its own classes, is shown apart.
 *
 * <p>Measured on two cores: 1.3 to 1.4 times the time of the bare JVMs. Workers start from an archive only if the code is in
 * jars:
 *
 * <pre>
 * java -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "benchmarks/target/*:benchmarks/target/lib/*" \
 *     org.interleave.benchmarks.StartBenchmark [ROUNDS]
 * </pre>
 */
final class StartBenchmark {

    private static final long WORKERS = 4;

    private StartBenchmark() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 21;
        System.out.printf(Locale.ROOT, "first pool %.1f ms%n", startPool() / 1e6);
        List<Double> bare = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            boolean bareFirst = round % 2 == 0;
            double first = bareFirst ? startBare() : startPool();
            double second = bareFirst ? startPool() : startBare();
            bare.add((bareFirst ? first : second) / 1e6);
            ours.add((bareFirst ? second : first) / 1e6);
            ratios.add(ours.getLast() / bare.getLast());
        }
        System.out.println("flags of workers: " + String.join(" ", WorkerArchive.flags()));
        System.out.println("bare JVMs, ms:    " + Median.of(bare));
        System.out.println("workers, ms:      " + Median.of(ours));
        System.out.println("workers / bare:   " + Median.of(ratios));
    }

    private static double startPool() {
        Processes strategy = new Processes();
        long begun = System.nanoTime();
        try (Execution execution =
                strategy.open(Parameters.defaults(strategy.options()).with(Processes.WORKERS, WORKERS))) {
            return System.nanoTime() - begun;
        }
    }

    private static double startBare() throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                new File(StartBenchmark.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .getPath(),
                Bare.class.getName());
        long begun = System.nanoTime();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            processes.add(new ProcessBuilder(command).start());
        }
        for (Process process : processes) {
            if (process.getInputStream().read() != Bare.ANSWER) {
                throw new IllegalStateException("a bare JVM did not answer");
            }
        }
        double taken = System.nanoTime() - begun;
        for (Process process : processes) {
            process.getOutputStream().close();
            process.waitFor();
        }
        return taken;
    }

    /** Answers one byte, and ends when its stdin does. */
    static final class Bare {

        static final int ANSWER = '!';

        public static void main(String[] args) throws IOException {
            System.out.write(ANSWER);
            System.out.flush();
            System.in.readAllBytes();
        }
    }
}
