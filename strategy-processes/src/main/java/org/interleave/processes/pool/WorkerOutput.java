package org.interleave.processes.pool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.interleave.core.Printable;

/**
 * Relays what a worker prints, line by line and {@linkplain Printable printable}, and keeps the last lines. A line that does
 * not end is broken up between characters, so that a worker cannot fill this process's memory.
 *
 * <p>Runs on a thread of its own; the lines are guarded by {@code last}'s monitor.
 */
public final class WorkerOutput implements Runnable {

    private static final int LONGEST_LINE = 8 << 10;
    private static final int LONGEST_CHARACTER = 4;
    private static final int LONGEST_ESCAPED = 6;
    private static final int KEPT = 5;

    private final InputStream in;
    private final Consumer<String> lines;
    private final byte[] bytes = new byte[LONGEST_LINE];
    private final Deque<String> last = new ArrayDeque<>();

    /**
     * The output of a worker.
     *
     * @param in what it prints, in UTF-8
     * @param lines takes the lines; meanwhile the worker's output waits
     */
    public WorkerOutput(InputStream in, Consumer<String> lines) {
        this.in = in;
        this.lines = lines;
    }

    /** The last lines so far. */
    List<String> lastLines() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    /** Relays until the output ends. */
    @Override
    public void run() {
        try {
            int filled = 0;
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes, filled, bytes.length - filled)) {
                filled = relayLines(filled + read);
            }
            if (filled > 0) {
                relay(0, filled);
            }
        } catch (IOException ignored) {
            // the process has ended and its output was closed
        }
    }

    /** Relays the whole lines among the first bytes, moves the rest to the front, and says how many they are. */
    private int relayLines(int filled) {
        int start = 0;
        for (int i = 0; i < filled; i++) {
            if (bytes[i] == '\n') {
                relay(start, i);
                start = i + 1;
            }
        }
        if (start == 0 && filled == bytes.length) {
            start = wholeCharacters(filled);
            relay(0, start);
        }
        System.arraycopy(bytes, start, bytes, 0, filled - start);
        return filled - start;
    }

    /** Where the last character begins, if it may go on after the bytes. */
    private int wholeCharacters(int filled) {
        for (int start = filled - 1; start >= filled - LONGEST_CHARACTER; start--) {
            boolean continuation = (bytes[start] & 0xC0) == 0x80;
            if (!continuation) {
                return bytes[start] < 0 ? start : filled;
            }
        }
        return filled; // no UTF-8
    }

    private void relay(int start, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8).stripTrailing();
        String line = Printable.line(text, LONGEST_ESCAPED * LONGEST_LINE);
        synchronized (last) {
            last.add(line);
            if (last.size() > KEPT) {
                last.remove();
            }
        }
        lines.accept(line);
    }
}
