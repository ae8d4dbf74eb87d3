package org.interleave.workbench.trace;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.interleave.threads.LockTrace.Kind;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTML form of a trace: one page that needs nothing else, and whose content security policy lets it ask for nothing
 * else.
 *
 * <p>The page is a template with a style sheet, a script, what is known of the run as JSON, and the events. Those stand
 * in blocks of at most {@value #BLOCK_EVENTS}, each deflated and in base64: first a byte for the kind of each event; then
 * for each the number of the processor and one, zero if that is unknown; then for each the nanoseconds since the one
 * before it, a task's first event counting from the beginning of the timeline; both in the base-128 numbers of protocol
 * buffers. Whatever a user may have written reaches the page as JSON only.
 */
public final class HtmlTrace {

    private static final int BLOCK_EVENTS = 1 << 20;
    private static final int SHOWN_HOLDERS = 4;
    private static final int BUFFER = 1 << 16;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z-]+)}}");

    private final TraceReport report;
    private final OutputStream out;
    private final String style = resource("lock-trace.css");
    private final String script =
            resource("lock-trace-events.js") + resource("lock-trace-view.js") + resource("lock-trace-page.js");

    private HtmlTrace(TraceReport report, OutputStream out) {
        this.report = report;
        this.out = out;
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
        String template = resource("lock-trace.html");
        Matcher placeholder = PLACEHOLDER.matcher(template);
        int written = 0;
        while (placeholder.find()) {
            text(template.substring(written, placeholder.start()));
            fill(placeholder.group(1));
            written = placeholder.end();
        }
        text(template.substring(written));
    }

    private void fill(String name) throws IOException {
        switch (name) {
            case "style" -> text(style);
            case "style-hash" -> text(hash(style));
            case "script" -> text(script);
            case "script-hash" -> text(hash(script));
            case "report" -> text(json());
            case "events" -> events();
            default -> throw new IllegalStateException("nothing to fill {{" + name + "}} with");
        }
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As a content security policy names what may stand in the page. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream resource = Objects.requireNonNull(HtmlTrace.class.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }

    /** Fit to stand in a script element: nothing in it can end that. */
    private String json() {
        return JsonMapper.shared().writeValueAsString(tree()).replace("<", "\\u003c");
    }

    private ObjectNode tree() {
        Timeline timeline = report.timeline();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("workload", report.workload()).put("strategy", report.strategy());
        tree.set("facts", facts());
        tree.put("nanos", timeline.nanos()).put("dropped", timeline.dropped());
        tree.set(
                "states",
                texts(Arrays.stream(LockState.values())
                        .map(LockState::lowerCase)
                        .toList()));
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
                        .put("events", task.size())
                        .put("dropped", task.dropped()));
        ArrayNode processors = tree.putArray("processors");
        report.processors()
                .nanos()
                .forEach((number, nanos) ->
                        processors.addObject().put("number", number).put("nanos", nanos));
        ArrayNode waits = tree.putArray("waits");
        report.longestWaits().forEach(wait -> waits.add(wait(wait)));
        return tree.put("block", BLOCK_EVENTS);
    }

    private ObjectNode facts() {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
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
        facts.put("made", report.program() + ", " + report.started());
        return facts;
    }

    private static String settings(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "  " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining());
    }

    private static ArrayNode texts(List<String> list) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        list.forEach(node::add);
        return node;
    }

    private ObjectNode wait(Wait wait) {
        long begin = report.timeline().begin();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("task", wait.task())
                .put("from", wait.from() - begin)
                .put("to", wait.to() - begin)
                .put("failedWakeups", wait.failedWakeups())
                .put("dropRequests", wait.dropRequests());
        ArrayNode holders = node.putArray("holders");
        wait.holders().stream()
                .limit(SHOWN_HOLDERS)
                .forEach(holder -> holders.addObject()
                        .put("task", holder.task())
                        .put("nanos", holder.nanos())
                        .put("place", holder.place()));
        return node.put("moreHolders", Math.max(0, wait.holders().size() - SHOWN_HOLDERS));
    }

    private void events() throws IOException {
        for (TaskEvents task : report.timeline().tasks()) {
            for (long first = 0; first < task.size(); first += BLOCK_EVENTS) {
                text("<script type=\"text/plain\" class=\"events\">");
                block(task, first, Math.min(task.size(), first + BLOCK_EVENTS));
                text("</script>\n");
            }
        }
    }

    private void block(TaskEvents task, long first, long end) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try (OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(out));
                OutputStream deflated = new BufferedOutputStream(new DeflaterOutputStream(base64, deflater), BUFFER)) {
            for (long event = first; event < end; event++) {
                deflated.write(task.kind(event).ordinal());
            }
            for (long event = first; event < end; event++) {
                varint(task.processor(event).orElse(-1) + 1L, deflated);
            }
            long before = first == 0 ? report.timeline().begin() : task.nanos(first - 1);
            for (long event = first; event < end; event++) {
                varint(task.nanos(event) - before, deflated);
                before = task.nanos(event);
            }
        } finally {
            deflater.end();
        }
    }

    private static void varint(long number, OutputStream out) throws IOException {
        long rest = number;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Base64 has to be told that it ends; the page goes on. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
