package org.interleave.workbench.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.interleave.core.Printable;
import org.interleave.workbench.report.Comparison;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Jvm;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A report in the JSON format of JMH's results, so that what opens those opens it. A row is a benchmark in single-shot mode,
 * a round an iteration, and what its table compares the primary metric.
 *
 * <p>It differs from what JMH computes: a score is the geometric mean over forks, and its error half the interval of 95 %. Rows
 * that are invalid are left out, since the format has no place for them.
 */
public final class JmhReport {

    /** Of the program that writes this format. */
    private static final String FORMAT = "1.37";

    private static final String SINGLE_SHOT = "single-shot";
    private static final String UNKNOWN_ERROR = "NaN";
    private static final int LONGEST_NAME = 300;

    /** Those that JMH writes. */
    private static final List<String> PERCENTILES =
            List.of("0.0", "50.0", "90.0", "95.0", "99.0", "99.9", "99.99", "99.999", "99.9999", "100.0");

    private JmhReport() {}

    /** Writes it. @throws IOException if it cannot be written */
    public static void write(Report report, OutputStream out) throws IOException {
        ArrayNode benchmarks = JsonNodeFactory.instance.arrayNode();
        for (Comparison table : Comparison.of(report)) {
            table.rows().stream()
                    .filter(row -> row.valid() && row.measure(table.subject()).isPresent())
                    .forEach(row -> benchmarks.add(benchmark(report.jvm(), table, row)));
        }
        String json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(benchmarks) + "\n";
        out.write(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode benchmark(Jvm jvm, Comparison table, Row row) {
        Series primary = row.measure(table.subject()).orElseThrow();
        ObjectNode node = object().put("jmhVersion", FORMAT)
                .put("benchmark", name(row))
                .put("mode", "ss")
                .put("threads", 1)
                .put("forks", primary.forks().size())
                .put("jvm", "java");
        ArrayNode flags = node.putArray("jvmArgs");
        jvm.flags().forEach(flags::add);
        int space = jvm.version().lastIndexOf(' ');
        String version = jvm.version().substring(space + 1);
        node.put("jdkVersion", version)
                .put("vmName", space < 0 ? jvm.version() : jvm.version().substring(0, space))
                .put("vmVersion", version)
                .put(
                        "warmupIterations",
                        row.warmUps().rounds().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0))
                .put("warmupTime", SINGLE_SHOT)
                .put("warmupBatchSize", 1)
                .put("measurementIterations", primary.forks().getFirst().size())
                .put("measurementTime", SINGLE_SHOT)
                .put("measurementBatchSize", 1);
        node.set("params", parameters(row));
        node.set(
                "primaryMetric",
                metric(primary, table.mean(row, table.subject()).orElseThrow(), primary.unit() + "/op"));
        ObjectNode secondary = node.putObject("secondaryMetrics");
        row.measures().forEach((measure, series) -> {
            if (!measure.equals(table.subject())) {
                secondary.set(measure, metric(series, table.mean(row, measure).orElseThrow(), series.unit()));
            }
        });
        return node;
    }

    /** As of a method of a class: what opens the format takes names apart at dots. */
    private static String name(Row row) {
        List<String> parts = Stream.of("interleave", row.experiment(), row.workload(), row.label())
                .distinct()
                .map(part -> Printable.line(part, LONGEST_NAME).replaceAll("[^\\p{L}\\p{N}_-]", "_"))
                .toList();
        return String.join(".", parts);
    }

    /** Parameters of the workload, options of the strategy by its name, and the processors. */
    private static ObjectNode parameters(Row row) {
        ObjectNode parameters = object();
        row.parameters().forEach(parameters::put);
        for (Map.Entry<String, String> option : row.options().entrySet()) {
            parameters.put(row.strategy() + "." + option.getKey(), option.getValue());
        }
        return parameters.put(
                "cpus",
                String.join(",", row.cpus().stream().map(String::valueOf).toList()));
    }

    private static ObjectNode metric(Series series, Estimate mean, String unit) {
        ObjectNode node = object().put("score", mean.value());
        ArrayNode confidence = JsonNodeFactory.instance.arrayNode();
        if (mean.single()) {
            node.put("scoreError", UNKNOWN_ERROR);
            confidence.add(UNKNOWN_ERROR).add(UNKNOWN_ERROR);
        } else {
            node.put("scoreError", mean.high() / 2 - mean.low() / 2);
            confidence.add(mean.low()).add(mean.high());
        }
        node.set("scoreConfidence", confidence);
        node.set("scorePercentiles", percentiles(series));
        node.put("scoreUnit", unit);
        ArrayNode forks = node.putArray("rawData");
        series.forks().forEach(fork -> {
            ArrayNode rounds = forks.addArray();
            fork.forEach(rounds::add);
        });
        return node;
    }

    private static ObjectNode percentiles(Series series) {
        List<Double> sorted = series.samples().stream().sorted().toList();
        ObjectNode percentiles = object();
        PERCENTILES.forEach(name -> percentiles.put(name, percentile(sorted, Double.parseDouble(name) / 100)));
        return percentiles;
    }

    /** As JMH has it: at the place <i>p</i> (<i>n</i> + 1) of the sorted samples, between two of them in proportion. */
    private static double percentile(List<Double> sorted, double p) {
        double place = p * (sorted.size() + 1) - 1;
        if (place <= 0) {
            return sorted.getFirst();
        }
        int below = (int) place;
        if (below >= sorted.size() - 1) {
            return sorted.getLast();
        }
        return sorted.get(below) + (place - below) * (sorted.get(below + 1) - sorted.get(below));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
