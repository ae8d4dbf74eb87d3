package org.interleave.workbench.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.interleave.workbench.compare.CommonShift;
import org.interleave.workbench.compare.HostShift;
import org.interleave.workbench.compare.Remarks;
import org.interleave.workbench.compare.RowChange;
import org.interleave.workbench.compare.RunComparison;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Report;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The comparison of two runs as JSON, for other programs to read. What could not be had is absent. */
public final class JsonComparison {

    /** The version of the format. */
    private static final int VERSION = 1;

    private JsonComparison() {}

    /**
     * Writes it.
     *
     * @param failed whether the gate stays shut
     * @throws IOException if it cannot be written
     */
    public static void write(RunComparison comparison, boolean failed, OutputStream out) throws IOException {
        ObjectNode tree = object().put("comparison_version", VERSION);
        tree.set("old", run(comparison.older()));
        tree.set("new", run(comparison.newer()));
        tree.put("fail_on_percent", comparison.terms().percent()).put("failed", failed);
        comparison.host().map(HostShift::ratio).ifPresent(ratio -> tree.put("host_shift", ratio));
        comparison.common().map(JsonComparison::common).ifPresent(shift -> tree.set("common_shift", shift));
        ArrayNode remarks = tree.putArray("remarks");
        new Remarks(comparison).sessions().forEach(remarks::add);
        ArrayNode rows = tree.putArray("rows");
        comparison.rows().forEach(row -> rows.add(row(row)));
        String json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
        out.write(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode run(Report report) {
        ObjectNode node = object().put("version", report.interleave().version());
        report.interleave().commit().ifPresent(commit -> node.put("commit", commit));
        return node.put("started", report.interleave().started().toString())
                .put("seed", report.interleave().seed());
    }

    private static ObjectNode common(CommonShift shift) {
        return object().put("value", shift.ratio()).put("low", shift.low()).put("high", shift.high());
    }

    private static ObjectNode row(RowChange row) {
        ObjectNode node = object().put("workload", row.row().workload())
                .put("label", row.row().label())
                .put("strategy", row.row().strategy());
        node.set("parameters", texts(row.row().parameters()));
        node.set("options", texts(row.row().options()));
        ArrayNode cpus = node.putArray("cpus");
        row.row().cpus().forEach(cpus::add);
        node.put("verdict", row.word());
        row.ratio().ifPresent(ratio -> {
            node.put("measure", row.yardstick().measure())
                    .put("unit", row.yardstick().unit());
            node.set("ratio", estimate(ratio));
        });
        row.was().ifPresent(was -> node.set("old", estimate(was)));
        row.is().ifPresent(is -> node.set("new", estimate(is)));
        row.sight().ifPresent(sight -> {
            node.put("smallest_shown", sight.shown());
            sight.forks().ifPresent(forks -> node.put("forks_needed", forks));
        });
        row.reason().ifPresent(reason -> node.put("reason", reason));
        ArrayNode doubts = node.putArray("doubts");
        row.doubts().forEach(doubts::add);
        return node;
    }

    private static ObjectNode estimate(Estimate estimate) {
        return object().put("value", estimate.value())
                .put("low", estimate.low())
                .put("high", estimate.high());
    }

    private static ObjectNode texts(Map<String, String> map) {
        ObjectNode node = object();
        map.forEach(node::put);
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
