package org.interleave.workbench;

import java.io.PrintStream;

/** Progress as plain lines, about twenty of them, for output that is not a terminal. */
final class LineProgress implements Progress {

    private static final int LINES = 20;

    private final PrintStream out;
    private final String unit;
    private int forks;
    private int ended;
    private int printed;
    private long totalMillis;

    /** Tells it in a unit such as {@code forks}. */
    LineProgress(PrintStream out, String unit) {
        this.out = out;
        this.unit = unit;
    }

    @Override
    public void start(int number) {
        forks = number;
    }

    @Override
    public void begin(Spec spec) {}

    @Override
    public void end(Spec spec, long millis) {
        ended++;
        totalMillis += millis;
        int due = ended * LINES / forks;
        if (due > printed) {
            printed = due;
            long secondsLeft = Math.round((double) totalMillis / ended * (forks - ended) / 1000);
            out.println(ended + "/" + forks + " " + unit + " measured, about " + secondsLeft + " s left");
        }
    }

    @Override
    public void skip(Spec spec) {
        forks--;
    }

    @Override
    public void extend() {
        forks++;
    }

    @Override
    public void stop() {}
}
