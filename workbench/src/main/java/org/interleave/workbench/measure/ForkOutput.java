package org.interleave.workbench.measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a fork and its children print, on standard output and standard error alike. It is read as fast as it comes, and the
 * last lines are kept for when something goes wrong. The monitor guards them.
 */
final class ForkOutput {

    /** As many as a deep stack trace has. */
    static final int LINES_KEPT = 500;

    private static final int CHARACTERS_KEPT = 1000;
    private static final int BUFFER = 8192;

    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder unfinished = new StringBuilder();

    /** Reads until nobody can write any more, or the stream is closed. */
    void read(InputStream printed) {
        char[] buffer = new char[BUFFER];
        try (Reader reader = new InputStreamReader(printed, StandardCharsets.UTF_8)) {
            for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
                add(buffer, length);
            }
        } catch (IOException closed) {
            // what was read stays
        }
    }

    private synchronized void add(char[] text, int length) {
        for (int i = 0; i < length; i++) {
            char c = text[i];
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

    /** The last lines, each of bounded length. */
    synchronized List<String> lines() {
        Deque<String> all = new ArrayDeque<>(lines);
        if (!unfinished.isEmpty()) {
            all.addLast(unfinished.toString());
        }
        return List.copyOf(all);
    }
}
