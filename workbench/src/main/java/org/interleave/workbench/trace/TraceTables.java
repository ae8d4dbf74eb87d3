package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.interleave.workbench.page.Markup;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Shares;
import org.interleave.workbench.trace.Contention.Share;
import org.interleave.workbench.trace.Contention.Waiter;

/** The tables of a trace's page, which need no scripting: who held the lock, who waited for whom, what each task did, the waits. */
final class TraceTables {

    private static final int SHOWN_HOLDERS = 4;
    private static final int COLOURS = 6;
    private static final int HEATS = 5;

    /** Of so many columns for holders there is room beside the lock's table. */
    private static final int MOST_BESIDE = 4;

    private static final String NONE = "–";

    /** What a task can do, in the order in which it is told. */
    private static final SequencedMap<LockState, String> STATES = states();

    /** What the labels of the timeline tell too. */
    private static final Set<LockState> IN_LABELS = EnumSet.of(LockState.HOLDING, LockState.WAITING);

    private final TraceReport report;
    private final Contention contention;
    private final List<String> colours;

    TraceTables(TraceReport report) {
        this.report = report;
        contention = report.contention();
        colours = colours(contention.lock().held());
    }

    private static SequencedMap<LockState, String> states() {
        SequencedMap<LockState, String> states = new LinkedHashMap<>();
        states.put(LockState.HOLDING, "Held it");
        states.put(LockState.WAITING, "Waited for it");
        states.put(LockState.TAKING, "Had yet to try");
        states.put(LockState.ELSEWHERE, "In I/O or another wait");
        states.put(LockState.ABSENT, "Not begun or ended");
        states.put(LockState.UNKNOWN, "Not recorded");
        return states;
    }

    /** The groups that held the lock for the longest have a colour each. */
    private static List<String> colours(List<Long> held) {
        List<Integer> longest = IntStream.range(0, held.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(held::get).reversed())
                .limit(COLOURS)
                .sorted()
                .toList();
        List<String> colours = IntStream.range(0, held.size())
                .mapToObj(group -> "who-" + (longest.contains(group) ? longest.indexOf(group) : "other"))
                .collect(Collectors.toCollection(ArrayList::new));
        colours.addAll(List.of("handed", "idle", "unknown"));
        return List.copyOf(colours);
    }

    /** The colours of the parts of the lock's time, as classes of the style sheet. */
    List<String> colours() {
        return colours;
    }

    /** Who held the lock: a bar and a table. */
    String lock() {
        Markup html = new Markup();
        bar(html);
        html.open("table", "id", "lock");
        heading(html, 2, List.of("The lock was", "Of the run", "Time"));
        html.open("tbody");
        for (Share share : contention.lockShares()) {
            html.open("tr").open("th", "scope", "row");
            html.element("span", "", "class", "swatch " + colours.get(share.part()));
            html.text(contention.isHeld(share.part()) ? "held by " + share.name() : share.name());
            html.close();
            share(html, share.share());
            cell(html, time(share.nanos()), share.nanos());
            html.close();
        }
        return html.close().close().finish();
    }

    private void bar(Markup html) {
        html.open("svg", "id", "bar", "role", "img", "aria-label", "Who held the lock, as shares of the run");
        double from = 0;
        for (Share share : contention.lockShares()) {
            String x = HumanFormat.percent(from).replace(" ", "");
            String width = HumanFormat.percent(share.share()).replace(" ", "");
            html.open("rect", "class", colours.get(share.part()), "x", x, "width", width, "height", "100%");
            html.element("title", share.name() + " " + HumanFormat.percent(share.share()));
            html.close();
            from += share.share();
        }
        html.close();
    }

    /** Who waited for whom: a row for each group that waited, a column for each part of the run in which anybody did. */
    String matrix() {
        Markup html = new Markup();
        if (contention.waiting().isEmpty()) {
            return html.element("p", "No task waited for the lock.", "id", "matrix")
                    .finish();
        }
        List<Integer> parts = contention.waitedIn();
        html.open("table", "id", "matrix", "class", parts.size() > MOST_BESIDE ? "wide" : "narrow");
        List<String> headings = new ArrayList<>(List.of("Who waited", "Of the run", "In all"));
        parts.forEach(part -> headings.add(
                contention.isHeld(part) ? "For " + contention.name(part) : "While " + contention.name(part)));
        heading(html, headings.size(), headings);
        html.open("tbody");
        for (int group : contention.waiting()) {
            HolderTimes waited = contention.waiters().get(group).waited();
            List<Double> shares = Shares.of(waited.parts());
            html.open("tr");
            html.element("th", contention.name(group), "scope", "row");
            share(html, contention.waitedShare(group));
            cell(html, time(waited.total()), waited.total());
            parts.forEach(part -> waitedFor(html, waited.parts().get(part), shares.get(part)));
            html.close();
        }
        return html.close().close().finish();
    }

    private static void waitedFor(Markup html, long nanos, double share) {
        if (nanos == 0) {
            cell(html, NONE, 0);
            return;
        }
        html.open("td", "class", "number heat-" + (int) Math.ceil(share * HEATS), "data-value", Long.toString(nanos));
        html.text(time(nanos) + " ")
                .element("small", HumanFormat.percent(share))
                .close();
    }

    /** What each task did, as shares of the run. */
    String tasks() {
        Markup html = new Markup();
        List<LockState> states = STATES.sequencedKeySet().stream()
                .filter(state -> contention.waiters().stream().anyMatch(waiter -> waiter.in(state) > 0))
                .toList();
        List<String> headings = new ArrayList<>(List.of("Who"));
        states.forEach(state -> headings.add(STATES.getOrDefault(state, "")));
        headings.addAll(List.of("Waits", "Median wait", "Longest wait", "Asked", "Woke in vain"));
        html.open("table", "id", "tasks", "class", "sortable");
        heading(html, headings.size(), headings);
        html.open("tbody");
        for (int group = 0; group < contention.groups().size(); group++) {
            task(html, contention.name(group), contention.waiters().get(group), states);
        }
        return html.close().close().finish();
    }

    private static void task(Markup html, String name, Waiter waiter, List<LockState> states) {
        List<Double> shares =
                Shares.of(states.stream().map(waiter::in).toList(), state -> IN_LABELS.contains(states.get(state)));
        html.open("tr").element("th", name, "scope", "row");
        shares.forEach(share -> share(html, share));
        cell(html, count(waiter.waits()), waiter.waits());
        cell(html, waiter.waits() == 0 ? NONE : time(waiter.median()), waiter.median());
        cell(html, waiter.waits() == 0 ? NONE : time(waiter.longest()), waiter.longest());
        cell(html, count(waiter.asked()), waiter.asked());
        cell(html, count(waiter.failedWakeups()), waiter.failedWakeups());
        html.close();
    }

    /** The longest waits, each with a link to it in the timeline. */
    String waits() {
        Markup html = new Markup();
        if (report.longestWaits().isEmpty()) {
            return html.element("p", "No task waited for the lock.", "id", "waits")
                    .finish();
        }
        html.open("table", "id", "waits", "class", "sortable");
        List<String> numbers = List.of("For how long", "From", "Asked", "Woke in vain");
        List<String> headings = new ArrayList<>(numbers);
        headings.addFirst("Who waited");
        headings.addLast("Who held the lock meanwhile");
        heading(html, numbers.size(), headings, OptionalInt.of(1));
        html.open("tbody");
        report.longestWaits().forEach(wait -> wait(html, wait));
        return html.close().close().finish();
    }

    private void wait(Markup html, Wait wait) {
        long from = wait.from() - report.timeline().begin();
        html.open("tr");
        html.open("th", "scope", "row", "data-value", Integer.toString(wait.task()));
        html.element("a", report.timeline().names().name(wait.task()), "href", place(wait, from))
                .close();
        cell(html, time(wait.nanos()), wait.nanos());
        cell(html, moment(from), from);
        cell(html, count(wait.dropRequests()), wait.dropRequests());
        cell(html, count(wait.failedWakeups()), wait.failedWakeups());
        html.element("td", report.holdersText(wait, SHOWN_HOLDERS)).close();
    }

    /** A little more of the timeline than the wait, and the cursor in its middle; as the page's script reads it. */
    private static String place(Wait wait, long from) {
        long margin = wait.nanos() * 3 / 10;
        return "#at=" + (from + wait.nanos() / 2) + "&from=" + (from - margin) + "&to=" + (from + wait.nanos() + margin)
                + "&task=" + wait.task();
    }

    /** How the page was made. */
    static String facts(Map<String, String> facts) {
        Markup html = new Markup().open("dl", "id", "facts");
        facts.forEach((name, value) -> {
            if (!value.isEmpty()) {
                html.element("dt", name).element("dd", value);
            }
        });
        return html.close().finish();
    }

    /** The first column and those after so many of numbers are of words. */
    private static void heading(Markup html, int numbers, List<String> headings) {
        heading(html, numbers, headings, OptionalInt.empty());
    }

    /** One whose rows may stand in the order of a column, the greatest first. */
    private static void heading(Markup html, int numbers, List<String> headings, OptionalInt sorted) {
        html.open("thead").open("tr");
        for (int column = 0; column < headings.size(); column++) {
            boolean number = column > 0 && column <= numbers;
            List<String> attributes = new ArrayList<>(List.of("scope", "col", "class", number ? "number" : "words"));
            if (sorted.equals(OptionalInt.of(column))) {
                attributes.addAll(List.of("aria-sort", "descending"));
            }
            html.element("th", headings.get(column), attributes.toArray(String[]::new));
        }
        html.close().close();
    }

    private static void cell(Markup html, String text, long value) {
        html.element("td", text, "class", "number", "data-value", Long.toString(value));
    }

    private static void share(Markup html, double share) {
        html.element("td", HumanFormat.percent(share), "class", "number", "data-value", Double.toString(share));
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Exact enough to tell one event from the next. */
    private static String moment(long nanos) {
        return String.format(Locale.ROOT, "%,.3f ms", nanos / 1e6);
    }

    private static String time(long nanos) {
        return HumanFormat.quantity(nanos / 1e9, "s");
    }
}
