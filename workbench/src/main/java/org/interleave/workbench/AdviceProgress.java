package org.interleave.workbench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.Schedule;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.report.Screen;

/** Progress of a measurement that ends by the clock: lines that say what was measured, how long at most it goes on, a few a minute. */
final class AdviceProgress implements Progress {

    private static final long EVERY_MILLIS = 10_000;

    private final PrintStream out;
    private final Screen screen;
    private final String what;
    private final Duration most;
    private final LongSupplier clockMillis;
    private long begun;
    private long saidAt;
    private int forks;

    /**
     * Progress.
     *
     * @param screen what lines are laid out for
     * @param what is measured, in words
     * @param most how long it goes on at most, about
     * @param clockMillis a clock, in milliseconds
     */
    AdviceProgress(PrintStream out, Screen screen, String what, Duration most, LongSupplier clockMillis) {
        this.out = out;
        this.screen = screen;
        this.what = what;
        this.most = most;
        this.clockMillis = clockMillis;
    }

    @Override
    public void start() {
        begun = clockMillis.getAsLong();
        saidAt = begun;
        say("begins");
    }

    @Override
    public void begin(Configuration configuration) {}

    @Override
    public void end(Configuration configuration, long millis) {
        forks++;
        long now = clockMillis.getAsLong();
        if (now - saidAt >= EVERY_MILLIS) {
            saidAt = now;
            say(forks + " forks measured, the last " + configuration.title());
        }
    }

    private void say(String state) {
        Duration left = most.minusMillis(clockMillis.getAsLong() - begun);
        String text = what + ": " + state + ", at most about " + Schedule.text(left.isNegative() ? Duration.ZERO : left)
                + " left";
        screen.wrap(text, 2).forEach(out::println);
    }

    @Override
    public void recall(Configuration configuration, long millis) {
        forks++;
        begun -= millis;
    }

    @Override
    public void skip(Configuration configuration) {}

    @Override
    public void extend(Configuration configuration) {}

    @Override
    public void remark(String line) {
        out.println(line);
    }

    @Override
    public void stop() {}
}
