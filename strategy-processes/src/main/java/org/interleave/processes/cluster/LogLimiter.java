package org.interleave.processes.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.interleave.core.Printable;

/**
 * A log that nobody can flood: of each kind of line it writes {@value #LINES} a minute. The rest are counted, and told of in
 * one line when the minute is over. Of kinds it tells {@value #KINDS} apart; more than that are one kind. Lines are made
 * printable. Thread-safe.
 */
public final class LogLimiter {

    static final int LINES = 5;
    static final int KINDS = 32;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final String OTHERS = "others";

    /** Characters of a line. */
    private static final int LONGEST = 1_000;

    private final Consumer<String> out;
    private final LongSupplier nanos;
    private final Map<String, Window> windows = new LinkedHashMap<>(); // the oldest first

    /** What was written of a kind since its first line, and what was not. */
    private static final class Window {

        private final long begun;
        private int written;
        private long withheld;
        private String last = "";

        Window(long begun) {
            this.begun = begun;
        }
    }

    /** Writes lines to a consumer, which is called by one thread at a time. */
    public LogLimiter(Consumer<String> out) {
        this(out, System::nanoTime);
    }

    LogLimiter(Consumer<String> out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
    }

    /**
     * Writes a line, or counts it.
     *
     * @param kind what lines like it have in common; nothing in it comes from elsewhere
     */
    public synchronized void accept(String kind, String line) {
        flush();
        String told = windows.containsKey(kind) || windows.size() < KINDS - 1 ? kind : OTHERS;
        Window window = windows.computeIfAbsent(told, first -> new Window(nanos.getAsLong()));
        if (window.written < LINES) {
            window.written++;
            out.accept(Printable.line(line, LONGEST));
        } else {
            window.withheld++;
            window.last = line;
        }
    }

    /** Tells of what was withheld in the minutes that are over. */
    synchronized void flush() {
        long now = nanos.getAsLong();
        windows.values().removeIf(window -> {
            boolean over = now - window.begun >= WINDOW.toNanos();
            if (over) {
                tell(window);
            }
            return over;
        });
    }

    /** Tells of all that was withheld. */
    public synchronized void close() {
        windows.values().forEach(this::tell);
        windows.clear();
    }

    private void tell(Window window) {
        if (window.withheld > 0) {
            out.accept(Printable.line(
                    "... and " + window.withheld + " more like that within a minute, the last: " + window.last,
                    LONGEST));
        }
    }
}
