package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.report.TextTable;
import org.interleave.workbench.report.TextTable.Alignment;
import org.interleave.workbench.report.TextTable.Column;

/** The summary of a trace, as text: how much was recorded, what that cost, who held and who waited, the longest waits. */
public final class TraceSummary {

    private static final int SHOWN_TASKS = 8;
    private static final int SHOWN_WAITS = 10;
    private static final int SHOWN_HOLDERS = 3;

    /** Where the second column begins. */
    private static final int HANG = 9;

    private TraceSummary() {}

    /**
     * Writes it down.
     *
     * @param screen what it is laid out for
     * @return lines without their ends
     */
    public static List<String> lines(TraceReport report, Screen screen) {
        List<String> facts = new ArrayList<>();
        facts.add(report.workload() + " under " + report.strategy() + ": " + report.runText());
        facts.add("events   " + report.eventsText());
        facts.add("tracing  " + report.overheadText());
        if (report.timeline().nanos() > 0) {
            facts.addAll(shares(report.timeline()));
        }
        if (!report.processors().text().isEmpty()) {
            facts.add("ran on   " + report.processors().text());
        }
        facts.add("lock     " + report.countsText());
        List<String> lines = new ArrayList<>();
        facts.forEach(fact -> lines.addAll(screen.wrap(fact, HANG)));
        lines.add("");
        lines.addAll(waits(report, screen));
        return lines;
    }

    private static List<String> shares(Timeline timeline) {
        List<StateDurations> spent = timeline.tasks().stream()
                .map(task -> StateDurations.of(task, timeline))
                .toList();
        double held =
                spent.stream().mapToLong(task -> task.in(LockState.HOLDING)).sum();
        double waited =
                spent.stream().mapToLong(task -> task.in(LockState.WAITING)).sum();
        double lived = spent.stream().mapToLong(StateDurations::recorded).sum();
        return List.of(
                "held     " + HumanFormat.percent(held / timeline.nanos()) + " of the time"
                        + each(spent, LockState.HOLDING),
                "waited   " + HumanFormat.percent(waited / lived) + " of the tasks' lives"
                        + each(spent, LockState.WAITING));
    }

    private static String each(List<StateDurations> tasks, LockState state) {
        String shares = tasks.stream()
                .limit(SHOWN_TASKS)
                .map(task -> task.task() + " " + HumanFormat.percent((double) task.in(state) / task.recorded()))
                .collect(Collectors.joining(", "));
        return " (task " + shares + (tasks.size() > SHOWN_TASKS ? ", …)" : ")");
    }

    private static List<String> waits(TraceReport report, Screen screen) {
        if (report.longestWaits().isEmpty()) {
            return List.of("No task waited for the lock.");
        }
        TextTable table = new TextTable(List.of(
                new Column("longest waits", Alignment.LEFT, Column.STAYS),
                new Column("for", Alignment.RIGHT, Column.STAYS),
                new Column("from", Alignment.RIGHT, 3),
                new Column("asked", Alignment.RIGHT, 2),
                new Column("woke in vain", Alignment.RIGHT, 1),
                new Column("who held the lock meanwhile", Alignment.LEFT, Column.STAYS)));
        report.longestWaits().stream()
                .limit(SHOWN_WAITS)
                .map(wait -> List.of(
                        "task " + wait.task(),
                        time(wait.nanos()),
                        time(wait.from() - report.timeline().begin()),
                        Long.toString(wait.dropRequests()),
                        Long.toString(wait.failedWakeups()),
                        holders(wait)))
                .forEach(cells -> table.add(cells.stream().map(screen::text).toList()));
        TextTable.Layout layout = table.layout(screen.width());
        List<String> lines = new ArrayList<>(layout.lines());
        if (!layout.leftOut().isEmpty()) {
            lines.addAll(screen.wrap(
                    "left out for want of width: " + String.join(", ", layout.leftOut())
                            + "; they are in the page, and on a wider terminal",
                    2));
        }
        return lines;
    }

    private static String holders(Wait wait) {
        String named = wait.holders().stream()
                .limit(SHOWN_HOLDERS)
                .map(holder -> "task " + holder.task() + place(holder) + " "
                        + HumanFormat.percent((double) holder.nanos() / wait.nanos()))
                .collect(Collectors.joining(", "));
        int more = wait.holders().size() - SHOWN_HOLDERS;
        if (named.isEmpty()) {
            return "nobody";
        }
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static String place(Wait.Holder holder) {
        return holder.place().isEmpty() ? "" : " (" + holder.place() + ")";
    }

    private static String time(long nanos) {
        return HumanFormat.quantity(nanos / 1e9, "s");
    }
}
