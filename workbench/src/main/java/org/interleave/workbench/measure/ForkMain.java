package org.interleave.workbench.measure;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The main class of a fork. It reads what to measure from standard input, measures it, writes a {@link ForkReport} to a pipe
 * of its own, and exits, whatever threads libraries still keep.
 *
 * <p>The pipe is descriptor {@value #REPORT}: standard output and standard error are for whatever strategies, workloads,
 * their native code and the JVM print, none of which can get into the report by mistake.
 */
final class ForkMain {

    /** The descriptor of the pipe that the report goes to. */
    static final int REPORT = 3;

    private static final int WRONG_USE = 2;

    private ForkMain() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        Optional<String> line = line();
        if (line.isEmpty()) {
            System.err.println(
                    "this is the main class of a fork: interleave run starts it, and tells it what to measure");
            System.exit(WRONG_USE);
        }
        // what it calls takes as long to link as the catalog takes to load
        CompletableFuture<Void> watching = CompletableFuture.runAsync(
                ParentWatch::begin, Thread.ofPlatform().name("parent-watch")::start);
        try (OutputStream report = new FileOutputStream("/dev/fd/" + REPORT)) {
            ForkWork work = new ForkWork(ForkOrder.parse(line.orElseThrow()));
            ForkOutcome outcome = work.measure(watching::join, () -> write(report, ForkReport.roundEnded()));
            write(report, ForkReport.text(outcome));
            if (work.isToTrace(outcome)) {
                write(report, ForkReport.tracing());
                work.excerpt().ifPresent(excerpt -> write(report, ExcerptLines.text(excerpt)));
            }
            write(report, ForkReport.end());
        }
        if (othersKeepTheJvm()) {
            System.exit(0);
        }
    }

    /**
     * Whether another thread keeps this JVM from ending with its main thread. To end so is quicker than to exit, which
     * logs, for which it looks through the class path for a logger.
     */
    private static boolean othersKeepTheJvm() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[2 * all.activeCount() + 1];
        int count = all.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .anyMatch(thread -> !thread.isDaemon() && thread != Thread.currentThread());
    }

    /** The first line of standard input, of which nothing else is read; nothing if it does not end. */
    private static Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = System.in.read(); b >= 0; b = System.in.read()) {
            if (b == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(b);
        }
        return Optional.empty();
    }

    /** If the program does not read any more, there is nobody to measure for. */
    private static void write(OutputStream report, String text) {
        try {
            report.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException nobodyReads) {
            Runtime.getRuntime().halt(1);
        }
    }
}
