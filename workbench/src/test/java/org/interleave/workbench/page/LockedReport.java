package org.interleave.workbench.page;

import static org.interleave.workbench.report.Fixture.counts;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.interleave.workbench.report.Fixture;
import org.interleave.workbench.report.LockExcerpt;
import org.interleave.workbench.report.Report;

/** A report of an experiment whose rows ran under giant locks, made up. */
public final class LockedReport {

    private LockedReport() {}

    /** One row without a lock, two with an excerpt of its timeline, one of which none could be made. */
    public static Report locked() {
        return report(
                row("sequential").wall(seconds(0.1, 0.11)).measured(),
                under("giant-lock-timed")
                        .excerpt(Fixture.excerpt("task 0", "task 1"))
                        .measured(),
                under("giant-lock-fair")
                        .excerpt(queue(40, task -> new LockExcerpt.Task("task " + task, "task")))
                        .measured(),
                under("giant-lock-tick").measured());
    }

    static Fixture under(String lock) {
        return row(lock).wall(seconds(0.1, 0.12)).with("held_share", counts(0.99, 0.98));
    }

    /** Tasks that hold the lock one after the other, each for as many microseconds as its place from 1 on says. */
    static LockExcerpt queue(int tasks, IntFunction<LockExcerpt.Task> named) {
        List<LockExcerpt.Span> spans = new ArrayList<>();
        long now = 0;
        for (int task = 0; task < tasks; task++) {
            long nanos = 1_000L * (task + 1);
            spans.add(new LockExcerpt.Span(task, now, nanos));
            now += nanos;
        }
        return new LockExcerpt(
                0, now, now, IntStream.range(0, tasks).mapToObj(named).toList(), spans);
    }
}
