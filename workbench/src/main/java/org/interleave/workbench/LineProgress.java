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
    public void begin(Configuration spec) {
        schedule.begin(spec);
    }

    @Override
    public void end(Configuration spec, long millis) {
        schedule.end(spec, millis);
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
    public void recall(Configuration spec, long millis) {
        schedule.end(spec, millis);
        printed = due();
    }

    @Override
    public void skip(Configuration spec) {
        schedule.skip(spec);
    }

    @Override
    public void extend(Configuration spec) {
        schedule.extend(spec);
    }

    @Override
    public void remark(String line) {
        out.println(line);
    }

    @Override
    public void stop() {}
}
