package org.interleave.workbench;

import java.io.PrintStream;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.Schedule;
import org.interleave.workbench.plan.Configuration;

/** Progress as plain lines, about twenty of them, for output that is not a terminal. */
public final class LineProgress implements Progress {

    private static final int LINES = 20;

    private final PrintStream out;
    private final String unit;
    private final Schedule schedule;
    private int printed;

    /** Tells it in a unit such as {@code forks}. */
    public LineProgress(PrintStream out, String unit, Schedule schedule) {
        this.out = out;
        this.unit = unit;
        this.schedule = schedule;
    }

    @Override
    public void start() {}

    @Override
    public void begin(Configuration configuration) {
        schedule.begin(configuration);
    }

    @Override
    public void end(Configuration configuration, long millis) {
        schedule.end(configuration, millis);
        int ended = schedule.done();
        int due = due();
        if (due > printed) {
            printed = due;
            out.println(ended + "/" + schedule.total() + " " + unit + " measured, about "
                    + Schedule.text(schedule.timeLeft()) + " left");
        }
    }

    private int due() {
        return schedule.done() * LINES / schedule.total();
    }

    @Override
    public void recall(Configuration configuration, long millis) {
        schedule.end(configuration, millis);
        printed = due();
    }

    @Override
    public void skip(Configuration configuration) {
        schedule.skip(configuration);
    }

    @Override
    public void extend(Configuration configuration) {
        schedule.extend(configuration);
    }

    @Override
    public void remark(String line) {
        out.println(line);
    }

    @Override
    public void stop() {}
}
