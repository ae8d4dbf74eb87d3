package org.interleave.workbench;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.Schedule;
import org.interleave.workbench.plan.Configuration;

/**
 * Progress as one live line on a terminal: how many forks, how much time is left, which contender. It is written over in
 * place by a carriage return alone, which every terminal has, and never takes more than one line.
 *
 * <p>Libraries for this take SIGINT for themselves to learn of the terminal's size, and with it the JVM's own handling.
 */
final class BarProgress implements Progress {

    private static final int UPDATE_MILLIS = 500;
    private static final int USUAL_WIDTH = 80;
    private static final int BAR = 20;

    private final PrintStream out;
    private final String unit;
    private final Schedule schedule;
    private final IntSupplier width;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private String title = "";
    private Optional<ScheduledFuture<?>> updates = Optional.empty();
    private int shown;
    private boolean stopped;

    /**
     * Shows it.
     *
     * @param width how many columns the terminal has; anything may be answered where that is not known
     */
    BarProgress(PrintStream out, String unit, Schedule schedule, IntSupplier width) {
        this.out = out;
        this.unit = unit;
        this.schedule = schedule;
        this.width = width;
    }

    @Override
    public void start() {
        updates = Optional.of(clock.scheduleAtFixedRate(this::show, 0, UPDATE_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Override
    public synchronized void begin(Configuration configuration) {
        schedule.begin(configuration);
        title = configuration.title();
        show();
    }

    @Override
    public void end(Configuration configuration, long millis) {
        schedule.end(configuration, millis);
        show();
    }

    @Override
    public void recall(Configuration configuration, long millis) {
        schedule.end(configuration, millis);
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
    public synchronized void remark(String line) {
        clear();
        out.println(line);
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        updates.ifPresent(running -> running.cancel(false));
        clock.shutdown();
        clear();
    }

    private synchronized void show() {
        if (stopped) {
            return;
        }
        int columns = width.getAsInt();
        // The last column stays free: terminals differ in what they do after it.
        String line = line((columns > 0 && columns < Integer.MAX_VALUE ? columns : USUAL_WIDTH) - 1);
        out.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        out.flush();
        shown = line.length();
    }

    /** As much as fits, the most telling first. */
    String line(int room) {
        int done = schedule.done();
        int total = schedule.total();
        StringBuilder line = new StringBuilder(
                done + "/" + total + " " + unit + ", about " + Schedule.text(schedule.timeLeft()) + " left");
        if (line.length() + BAR + 4 <= room) {
            int filled = total == 0 ? 0 : BAR * done / total;
            line.append("  [")
                    .append("#".repeat(filled))
                    .append(" ".repeat(BAR - filled))
                    .append(']');
        }
        if (!title.isEmpty()) {
            line.append("  ").append(title);
        }
        return line.length() <= room ? line.toString() : line.substring(0, Math.max(0, room));
    }

    private void clear() {
        out.print("\r" + " ".repeat(shown) + "\r");
        out.flush();
        shown = 0;
    }
}
