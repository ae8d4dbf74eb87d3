package org.interleave.workbench.measure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * The output of JMH and of a fork, of which the last lines are kept for when something goes wrong. Called by several of JMH's
 * threads; every method holds the monitor.
 */
final class ForkOutput implements OutputFormat {

    /** As many as a deep stack trace has. */
    static final int LINES_KEPT = 500;

    private static final int CHARACTERS_KEPT = 1000;

    /** What JMH remarks when a fork was ended by SIGHUP, SIGINT or SIGTERM. */
    private static final Set<String> INTERRUPTED = Set.of(
            "<forked VM failed with exit code 129>",
            "<forked VM failed with exit code 130>",
            "<forked VM failed with exit code 143>");

    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder unfinished = new StringBuilder();

    /** The last lines, each of bounded length. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Whether a signal that asks programs to end has ended the fork. */
    synchronized boolean interrupted() {
        return lines.stream().anyMatch(INTERRUPTED::contains);
    }

    @Override
    public synchronized void print(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                lines.addLast(unfinished.toString());
                unfinished.setLength(0);
                if (lines.size() > LINES_KEPT) {
                    lines.removeFirst();
                }
            } else if (unfinished.length() < CHARACTERS_KEPT) {
                unfinished.append(c);
            }
        }
    }

    @Override
    public void println(String line) {
        print(line + "\n");
    }

    @Override
    public void write(int b) {
        print(String.valueOf((char) b));
    }

    @Override
    public void write(byte[] bytes) {
        print(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void verbosePrintln(String line) {}

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {}

    @Override
    public void iterationResult(
            BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult result) {}

    @Override
    public void startBenchmark(BenchmarkParams benchmark) {}

    @Override
    public void endBenchmark(BenchmarkResult result) {}

    @Override
    public void startRun() {}

    @Override
    public void endRun(Collection<RunResult> results) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
