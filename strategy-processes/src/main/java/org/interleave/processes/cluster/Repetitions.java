package org.interleave.processes.cluster;

import java.util.function.Consumer;

/** Passes lines on, but none twice in a row within {@value #SECONDS} seconds: who is refused tries again. Thread-safe. */
final class Repetitions implements Consumer<String> {

    private static final int SECONDS = 30;

    private final Consumer<String> out;
    private String last = "";
    private long since;

    Repetitions(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(String line) {
        long now = System.nanoTime();
        if (!line.equals(last) || now - since > SECONDS * 1_000_000_000L) {
            last = line;
            since = now;
            out.accept(line);
        }
    }
}
