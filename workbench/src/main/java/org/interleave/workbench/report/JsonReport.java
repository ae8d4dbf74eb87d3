package org.interleave.workbench.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
 * zero. Numbers are finite; those that are whole are written without a fraction. {@link ReportReader} reads it back.
 */
public final class JsonReport {

    /** The version of the format. */
    static final int VERSION = 2;

    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter WRITER =
            JsonMapper.shared().writer().with(new DefaultPrettyPrinter().withObjectIndenter(INDENT));

    private static final String HISTOGRAM_UNIT = "ns";

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
        ObjectNode tree = object().put("version", VERSION);
        tree.set("interleave", provenance(report.interleave()));
        ObjectNode machine = machine(report.machine());
        ProcessorSpeed.of(report.rows()).ifPresent(speed -> putNumber(machine, Claim.TICK, speed.nanosPerTick()));
        tree.set("machine", machine);
        ObjectNode jvm = tree.putObject("jvm").put("version", report.jvm().version());
        jvm.set("flags", texts(report.jvm().flags()));
        ArrayNode plugins = tree.putArray("plugins");
        report.plugins()
                .forEach(jar -> plugins.addObject().put("file", jar.file()).put("sha256", jar.sha256()));
        ArrayNode rows = tree.putArray("rows");
        IdentityHashMap<Row, Comparison> comparisons = comparisons(report);
        report.rows()
                .forEach(row -> rows.add(row(row, Objects.requireNonNull(comparisons.get(row), "a row is compared"))));
        ArrayNode claims = tree.putArray("claims");
        report.claims().forEach(judgement -> claims.add(claim(judgement)));
        ArrayNode skipped = tree.putArray("skipped");
        report.skipped()
                .forEach(skip -> skipped.addObject()
                        .put("workload", skip.workload())
                        .put("strategy", skip.strategy())
                        .put("reason", skip.reason()));
        report.axis().ifPresent(axis -> {
            tree.put("axis", axis.key());
            if (axis.ofProcessors()) {
                JsonScaling.write(report, axis, tree.putArray("scaling"));
            }
        });
        report.suite().ifPresent(suite -> tree.set("suite", suite(suite)));
        return tree;
    }

    private static ObjectNode suite(SuiteGate suite) {
        ObjectNode node = object().put("name", suite.suite());
        ObjectNode gate = object();
        suite.measure().ifPresent(measure -> gate.put("measure", measure));
        suite.marginPercent().ifPresent(margin -> putNumber(gate, "margin_percent", margin));
        return gate.isEmpty() ? node : node.set("gate", gate);
    }

    private static IdentityHashMap<Row, Comparison> comparisons(Report report) {
        IdentityHashMap<Row, Comparison> comparisons = new IdentityHashMap<>();
        Comparison.of(report).forEach(comparison -> comparison.rows().forEach(row -> comparisons.put(row, comparison)));
        return comparisons;
    }

    private static ObjectNode provenance(Provenance provenance) {
        ObjectNode node = object().put("version", provenance.version());
        provenance.commit().ifPresent(commit -> node.put("commit", commit));
        node.put("seed", provenance.seed());
        node.put("preset", lowerCase(provenance.preset()));
        provenance.baseline().ifPresent(baseline -> node.put("baseline", baseline));
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

    private static ObjectNode row(Row row, Comparison comparison) {
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
        if (!row.warmUps().rounds().isEmpty()) {
            ArrayNode warmUps = node.putArray("warm_ups");
            row.warmUps().rounds().forEach(warmUps::add);
        }
        node.put("still_compiling", row.warmUps().stillCompiling());
        node.set("highlights", texts(row.highlights()));
        ObjectNode metrics = node.putObject("metrics");
        row.measures().forEach((name, series) -> metrics.set(name, metric(series, mean(comparison, row, name))));
        ObjectNode histograms = node.putObject("histograms");
        row.histograms().forEach((name, forks) -> {
            ArrayNode encoded =
                    histograms.putObject(name).put("unit", HISTOGRAM_UNIT).putArray("forks");
            forks.forEach(rounds -> encoded.add(texts(rounds)));
        });
        node.set("ratios", ratios(row, comparison));
        row.lockExcerpt().ifPresent(excerpt -> node.set("lock_excerpt", JsonLockExcerpt.write(excerpt)));
        return node;
    }

    private static Estimate mean(Comparison comparison, Row row, String measure) {
        return comparison.mean(row, measure).orElseThrow();
    }

    private static ObjectNode metric(Series series, Estimate mean) {
        ObjectNode node = object().put("unit", series.unit());
        putNumber(node, "mean", mean.value());
        interval(node, mean);
        ArrayNode forks = node.putArray("forks");
        for (List<Double> rounds : series.forks()) {
            ArrayNode samples = forks.addArray();
            rounds.forEach(sample -> addNumber(samples, sample));
        }
        return node;
    }

    /** To the table's baseline: of what the table compares, and of the measures of every row. */
    private static ObjectNode ratios(Row row, Comparison comparison) {
        ObjectNode node = object();
        comparison
                .baseline(row)
                .ifPresent(baseline -> Stream.concat(Stream.of(comparison.subject()), Claim.MEASURED.stream())
                        .distinct()
                        .forEach(measure -> comparison.ratio(row, measure).ifPresent(ratio -> {
                            ObjectNode number = node.putObject(measure).put("baseline", baseline.label());
                            putNumber(number, "value", ratio.value());
                            interval(number, ratio);
                        })));
        return node;
    }

    private static ObjectNode claim(Judgement judgement) {
        ObjectNode node = object().put("experiment", judgement.experiment())
                .put("claim", judgement.claim())
                .put("verdict", judgement.verdict().word());
        judgement.measured().ifPresent(measured -> {
            ObjectNode number = node.putObject("measured");
            putNumber(number, "value", measured.value());
            interval(number, measured);
            number.put("forks", measured.forks()).put("samples", measured.samples());
        });
        ObjectNode bound = node.putObject("bound");
        putEnd(bound, "low", judgement.bound().low());
        putEnd(bound, "high", judgement.bound().high());
        judgement.opportunities().ifPresent(samples -> node.put("opportunities", samples));
        judgement.reason().ifPresent(reason -> node.put("reason", reason));
        return node;
    }

    private static ObjectNode interval(ObjectNode node, Estimate estimate) {
        putNumber(node, "low", estimate.low());
        putNumber(node, "high", estimate.high());
        return estimate.single() ? node.put("single", true) : node;
    }

    /** An end that is infinite is none. */
    private static void putEnd(ObjectNode node, String name, double end) {
        if (Double.isFinite(end)) {
            putNumber(node, name, end);
        }
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

    /** Minus zero is not: it would lose its sign. */
    private static boolean isWhole(double number) {
        return number == Math.rint(number)
                && Math.abs(number) <= LARGEST_WHOLE
                && Double.doubleToRawLongBits(number) != Double.doubleToRawLongBits(-0.0);
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
