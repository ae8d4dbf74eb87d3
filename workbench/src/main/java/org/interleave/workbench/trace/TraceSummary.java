package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.report.TextTable;
import org.interleave.workbench.report.TextTable.Alignment;
import org.interleave.workbench.report.TextTable.Column;

/**
 * The summary of a trace, as text: who waited the most and for whom, who held the lock, who waited for whom, the longest waits; how
 * much was recorded, and what that cost.
 */
public final class TraceSummary {

    private static final int SHOWN_WAITS = 10;
    private static final int SHOWN_HOLDERS = 3;
    private static final String NONE = "-";

    /** Where the second column begins. */
    private static final int HANG = 9;

    private final TraceReport report;
    private final Screen screen;
    private final List<String> lines = new ArrayList<>();

    private TraceSummary(TraceReport report, Screen screen) {
        this.report = report;
        this.screen = screen;
    }

    /**
     * Writes it down.
     *
     * @param screen what it is laid out for
     * @return lines without their ends
     */
    public static List<String> lines(TraceReport report, Screen screen) {
        TraceSummary summary = new TraceSummary(report, screen);
        summary.add(report.workload() + " under " + report.strategy() + ": " + report.runText());
        summary.addSentence(report.verdict());
        if (report.timeline().nanos() > 0) {
            summary.add("held by  " + summary.held());
        }
        summary.waited();
        summary.waits();
        summary.foot();
        return summary.lines;
    }

    private void add(String fact) {
        lines.addAll(screen.wrap(fact, HANG));
    }

    private void addSentence(String sentence) {
        lines.addAll(screen.wrap(sentence, 2));
    }

    private String held() {
        return report.contention().lockShares().stream()
                .map(share -> share.name() + " " + HumanFormat.percent(share.share()))
                .collect(Collectors.joining("; "));
    }

    /** Who waited for whom, if there is room for the whole of it. */
    private void waited() {
        Contention contention = report.contention();
        if (contention.waiting().isEmpty()) {
            return;
        }
        TextTable table = new TextTable(columns(contention));
        for (int group : contention.waiting()) {
            HolderTimes waited = contention.waiters().get(group).waited();
            List<String> cells = new ArrayList<>();
            cells.add(screen.text(contention.name(group)));
            cells.add(HumanFormat.percent(contention.waitedShare(group)));
            cells.add(screen.text(time(waited.total())));
            contention
                    .waitedIn()
                    .forEach(part ->
                            cells.add(screen.text(timeOrNone(waited.parts().get(part)))));
            table.add(cells);
        }
        TextTable.Layout layout = table.layout(screen.width());
        lines.add("");
        if (layout.isWholeIn(screen.width())) {
            lines.addAll(layout.lines());
        } else {
            addSentence("Who waited for whom is too wide for this screen; it is in the page.");
        }
    }

    private List<Column> columns(Contention contention) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("who waited", Alignment.LEFT, Column.STAYS));
        columns.add(new Column("of the run", Alignment.RIGHT, Column.STAYS));
        columns.add(new Column("in all", Alignment.RIGHT, Column.STAYS));
        for (int part : contention.waitedIn()) {
            String heading = contention.isHeld(part) ? "for " + contention.name(part) : contention.name(part);
            columns.add(new Column(screen.text(heading), Alignment.RIGHT, Column.STAYS));
        }
        return columns;
    }

    private void waits() {
        if (report.longestWaits().isEmpty()) {
            return;
        }
        lines.add("");
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
                        report.timeline().names().name(wait.task()),
                        time(wait.nanos()),
                        time(wait.from() - report.timeline().begin()),
                        Long.toString(wait.dropRequests()),
                        Long.toString(wait.failedWakeups()),
                        report.holdersText(wait, SHOWN_HOLDERS)))
                .forEach(cells -> table.add(cells.stream().map(screen::text).toList()));
        TextTable.Layout layout = table.layout(screen.width());
        lines.addAll(layout.lines());
        if (!layout.leftOut().isEmpty()) {
            addSentence("left out for want of width: " + String.join(", ", layout.leftOut())
                    + "; they are in the page, and on a wider terminal");
        }
    }

    private void foot() {
        lines.add("");
        add("events   " + report.eventsText());
        add("tracing  " + report.overheadText());
        if (!report.processors().text().isEmpty()) {
            add("ran on   " + report.processors().text());
        }
        if (!report.countsText().isEmpty()) {
            add("counted  " + report.countsText());
        }
    }

    private static String timeOrNone(long nanos) {
        return nanos == 0 ? NONE : time(nanos);
    }

    private static String time(long nanos) {
        return HumanFormat.quantity(nanos / 1e9, "s");
    }
}
