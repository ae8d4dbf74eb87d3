package org.interleave.workbench.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.threads.LockTrace.Kind;
import org.interleave.workbench.page.Markup;
import org.interleave.workbench.report.InlineSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTML form of a trace: one page that needs nothing else, and whose content security policy lets it ask for nothing
 * else.
 *
 * <p>The page is a template with a style sheet, the sentence and the tables that tell most, which need no scripting, a script
 * for the timeline, what that has to know of the run as JSON, and the events. Whatever a user may have written is escaped.
 */
public final class HtmlTrace {

    private static final List<String> SCRIPTS = List.of(
            "lock-trace-tracks.js",
            "lock-trace-events.js",
            "lock-trace-rows.js",
            "lock-trace-view.js",
            "lock-trace-cursor.js",
            "lock-trace-tables.js",
            "lock-trace-page.js");
    private static final String TEMPLATE = source("lock-trace.html").text();
    private static final InlineSource STYLE = source("lock-trace.css");
    private static final InlineSource SCRIPT =
            new InlineSource(SCRIPTS.stream().map(name -> source(name).text()).collect(Collectors.joining()));
    /** What stands between a number and its unit. */
    private static final Pattern UNIT = Pattern.compile("(?<=\\d) (?=%|[mµn]?s\\b)");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z-]+)}}");

    private final TraceReport report;
    private final OutputStream out;
    private final TraceTables tables;

    private HtmlTrace(TraceReport report, OutputStream out) {
        this.report = report;
        this.out = out;
        tables = new TraceTables(report);
    }

    /**
     * Writes a trace.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(TraceReport report, OutputStream out) throws IOException {
        new HtmlTrace(report, out).write();
    }

    private void write() throws IOException {
        Matcher placeholder = PLACEHOLDER.matcher(TEMPLATE);
        int written = 0;
        while (placeholder.find()) {
            text(TEMPLATE.substring(written, placeholder.start()));
            fill(placeholder.group(1));
            written = placeholder.end();
        }
        text(TEMPLATE.substring(written));
    }

    private void fill(String name) throws IOException {
        switch (name) {
            case "style" -> text(STYLE.text());
            case "style-hash" -> text(STYLE.hash());
            case "script" -> text(SCRIPT.text());
            case "script-hash" -> text(SCRIPT.hash());
            case "title" -> escaped(report.workload() + " under " + report.strategy());
            case "subtitle" -> escaped(subtitle());
            case "verdict" -> escaped(UNIT.matcher(report.verdict()).replaceAll("\u00a0"));
            case "warning" -> escaped(warning());
            case "colours" -> escaped(colours());
            case "lock" -> text(tables.lock());
            case "matrix" -> text(tables.matrix());
            case "tasks" -> text(tables.tasks());
            case "waits" -> text(tables.waits());
            case "facts" -> text(TraceTables.facts(facts()));
            case "report" -> text(json());
            case "events" -> EventBlocks.write(report, out);
            default -> throw new IllegalStateException("nothing to fill {{" + name + "}} with");
        }
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void escaped(String text) throws IOException {
        text(new Markup().text(text).finish());
    }

    private String subtitle() {
        return Stream.of(settings(report.parameters()), settings(report.options()), report.runText())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    private String warning() {
        long dropped = report.timeline().dropped();
        return dropped == 0
                ? ""
                : String.format(Locale.ROOT, "The trace was full: %,d events were dropped. ", dropped)
                        + "What tasks did after their last recorded event is drawn as not recorded.";
    }

    private String colours() {
        String ranOn = report.processors().text();
        if (report.processors().nanos().isEmpty()) {
            return ranOn.isEmpty() ? "" : "On which processor a task ran is " + ranOn + ".";
        }
        return "In a task's lane, a hold has the colour of the processor on which the task took the lock. The system may"
                + " move the task meanwhile: if it lets go of the lock on another, the cursor tells.";
    }

    private static InlineSource source(String name) {
        return InlineSource.of(HtmlTrace.class, name);
    }

    /** Fit to stand in a script element: nothing in it can end that. */
    private String json() {
        return JsonMapper.shared().writeValueAsString(tree()).replace("<", "\\u003c");
    }

    private ObjectNode tree() {
        Timeline timeline = report.timeline();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("nanos", timeline.nanos()).put("block", EventBlocks.MOST_EVENTS);
        ArrayNode states = tree.putArray("states");
        for (LockState state : LockState.values()) {
            states.add(state.lowerCase());
        }
        ArrayNode kinds = tree.putArray("kinds");
        for (Kind kind : Kind.values()) {
            ObjectNode node = kinds.addObject()
                    .put("state", LockState.after(kind).lowerCase())
                    .put("last", kind == Kind.ENDED);
            if (LockSpans.isMark(kind)) {
                node.put("mark", kind.name().toLowerCase(Locale.ROOT));
            }
        }
        ArrayNode tasks = tree.putArray("tasks");
        timeline.tasks()
                .forEach(task -> tasks.addObject()
                        .put("task", task.task())
                        .put("name", timeline.names().name(task.task()))
                        .put("role", timeline.names().role(task.task()))
                        .put("events", task.size()));
        lock(tree.putArray("lock"));
        ArrayNode processors = tree.putArray("processors");
        report.processors()
                .nanos()
                .forEach((number, nanos) ->
                        processors.addObject().put("number", number).put("nanos", nanos));
        return tree;
    }

    /** What the lock can do: be held by each of the groups, or not. */
    private void lock(ArrayNode node) {
        Contention contention = report.contention();
        List<String> colours = tables.colours();
        for (int part = 0; part < colours.size(); part++) {
            ObjectNode added = node.addObject()
                    .put("name", contention.name(part))
                    .put("colour", colours.get(part))
                    .put("held", contention.isHeld(part));
            ArrayNode places = added.putArray("places");
            if (contention.isHeld(part)) {
                contention.groups().get(part).places().forEach(places::add);
            }
        }
    }

    private SequencedMap<String, String> facts() {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("command", "interleave " + String.join(" ", report.commandLine()));
        facts.put("workload", report.workload() + settings(report.parameters()));
        facts.put("strategy", report.strategy() + settings(report.options()));
        facts.put("run", report.runText());
        facts.put("tracing", report.overheadText());
        facts.put("events", report.eventsText());
        facts.put("lock", report.countsText());
        facts.put("ran on", report.processors().text());
        facts.put("machine", report.machineText());
        facts.put("JVM", report.jvmText());
        facts.put("made", report.program() + ", " + report.started().truncatedTo(ChronoUnit.SECONDS));
        return facts;
    }

    private static String settings(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "  " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining());
    }
}
