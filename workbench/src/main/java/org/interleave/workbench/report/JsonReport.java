package org.interleave.workbench.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.interleave.core.Claim;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a report, for other programs to read.
 *
 * <p>The shape is fixed by {@code report.schema.json} beside this class. What could not be had is absent, never null or
 * zero. Numbers are finite; those that are whole are written without a fraction.
 */
public final class JsonReport {

    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter WRITER =
            JsonMapper.shared().writer().with(new DefaultPrettyPrinter().withObjectIndenter(INDENT));

    /** Up to here, a double that is whole is exactly the number it stands for. */
    private static final double LARGEST_WHOLE = 1L << 53;

    private JsonReport() {}

    /** A report as JSON text, indented, ending with a line feed. */
    public static String render(Report report) {
        return WRITER.writeValueAsString(tree(report)) + "\n";
    }

    /**
     * Writes a report as JSON.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Report report, OutputStream out) throws IOException {
        out.write(render(report).getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode tree(Report report) {
        long seed = report.interleave().seed();
        ObjectNode tree = object();
        tree.set("interleave", provenance(report.interleave()));
        tree.set("machine", machine(report.machine()));
        ObjectNode jvm = tree.putObject("jvm").put("version", report.jvm().version());
        jvm.set("flags", texts(report.jvm().flags()));
        ArrayNode rows = tree.putArray("rows");
        report.rows().forEach(row -> rows.add(row(row, seed)));
        ArrayNode claims = tree.putArray("claims");
        report.claims().forEach(judgement -> claims.add(claim(judgement)));
        ArrayNode skipped = tree.putArray("skipped");
        report.skipped()
                .forEach(skip -> skipped.addObject()
                        .put("workload", skip.workload())
                        .put("strategy", skip.strategy())
                        .put("reason", skip.reason()));
        return tree;
    }

    private static ObjectNode provenance(Provenance provenance) {
        ObjectNode node = object().put("version", provenance.version());
        provenance.commit().ifPresent(commit -> node.put("commit", commit));
        node.put("seed", provenance.seed());
        node.put("preset", lowerCase(provenance.preset()));
        node.set("command_line", texts(provenance.commandLine()));
        node.put("started", provenance.started().toString())
                .put("finished", provenance.finished().toString())
                .put("interrupted", provenance.interrupted());
        if (!provenance.resumed().isEmpty()) {
            ArrayNode times = node.putArray("resumed");
            provenance.resumed().forEach(time -> times.add(time.toString()));
        }
        return node;
    }

    private static ObjectNode machine(Machine machine) {
        return object().put("cpus", machine.cpus())
                .put("model", machine.model())
                .put("memory_bytes", machine.memoryBytes())
                .put("os", machine.os())
                .put("kernel", machine.kernel());
    }

    private static ObjectNode row(Row row, long seed) {
        ObjectNode node = object().put("experiment", row.experiment())
                .put("label", row.label())
                .put("workload", row.workload());
        node.set("parameters", texts(row.parameters()));
        node.put("strategy", row.strategy()).put("family", lowerCase(row.family()));
        node.set("options", texts(row.options()));
        ArrayNode cpus = node.putArray("cpus");
        row.cpus().forEach(cpus::add);
        node.put("valid", row.valid());
        row.reason().ifPresent(reason -> node.put("reason", reason));
        row.provenance().forEach((key, facts) -> {
            ArrayNode lists = node.putArray(key);
            facts.forEach(list -> lists.add(texts(list)));
        });
        node.put("disturbed", row.disturbed()).put("disturbed_forks", row.disturbedForks());
        for (String name : Claim.MEASURED) {
            row.measure(name).ifPresent(series -> node.set(name, measure(series, seed)));
        }
        ObjectNode metrics = node.putObject("metrics");
        row.measures().forEach((name, series) -> {
            if (!Claim.MEASURED.contains(name)) {
                metrics.set(name, estimate(Estimate.median(series, seed)).put("unit", series.unit()));
            }
        });
        return node;
    }

    private static ObjectNode measure(Series series, long seed) {
        ObjectNode node = estimate(Estimate.median(series, seed));
        ArrayNode samples = node.putArray("samples");
        series.samples().forEach(sample -> addNumber(samples, sample));
        ArrayNode forks = node.putArray("forks");
        series.forks().forEach(fork -> forks.add(fork.size()));
        return node;
    }

    private static ObjectNode estimate(Estimate estimate) {
        ObjectNode node = object();
        putNumber(node, "median", estimate.value());
        return interval(node, estimate);
    }

    private static ObjectNode claim(Judgement judgement) {
        ObjectNode node = object().put("experiment", judgement.experiment())
                .put("claim", judgement.claim())
                .put("verdict", lowerCase(judgement.verdict()));
        judgement.measured().ifPresent(measured -> {
            ObjectNode number = node.putObject("measured");
            putNumber(number, "value", measured.value());
            interval(number, measured);
        });
        node.put("bound", judgement.bound());
        judgement.reason().ifPresent(reason -> node.put("reason", reason));
        return node;
    }

    private static ObjectNode interval(ObjectNode node, Estimate estimate) {
        putNumber(node, "low", estimate.low());
        putNumber(node, "high", estimate.high());
        return estimate.single() ? node.put("single", true) : node;
    }

    private static void putNumber(ObjectNode node, String name, double number) {
        if (isWhole(number)) {
            node.put(name, (long) number);
        } else {
            node.put(name, number);
        }
    }

    private static void addNumber(ArrayNode node, double number) {
        if (isWhole(number)) {
            node.add((long) number);
        } else {
            node.add(number);
        }
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE;
    }

    private static ObjectNode texts(Map<String, String> map) {
        ObjectNode node = object();
        map.forEach(node::put);
        return node;
    }

    private static ArrayNode texts(List<String> list) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        list.forEach(node::add);
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
