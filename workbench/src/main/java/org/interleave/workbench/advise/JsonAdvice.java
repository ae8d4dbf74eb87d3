package org.interleave.workbench.advise;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.interleave.core.Claim;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Spreads;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Advice as JSON, for other programs to read. What could not be had is absent. */
public final class JsonAdvice {

    /** The version of the format. */
    private static final int VERSION = 1;

    private JsonAdvice() {}

    /**
     * Writes it.
     *
     * @param repeat the command that gives the advice again
     * @throws IOException if it cannot be written
     */
    public static void write(Advice advice, String repeat, OutputStream out) throws IOException {
        ObjectNode tree = object().put("advice_version", VERSION);
        tree.set("profile", profile(advice.profile()));
        tree.put("told", advice.isTold());
        advice.choice().ifPresent(choice -> tree.put("answer", choice.label()));
        advice.runnerUp().ifPresent(second -> tree.put("runner_up", second.label()));
        ArrayNode set = tree.putArray("set");
        advice.set().forEach(contender -> set.add(contender.label()));
        ArrayNode reasons = tree.putArray("cannot_tell");
        advice.reasons().forEach(reasons::add);
        ArrayNode contenders = tree.putArray("contenders");
        Spreads spreads =
                new Spreads(advice.contenders().stream().map(Contender::row).toList());
        advice.contenders().forEach(contender -> contenders.add(contender(contender, spreads)));
        ArrayNode flips = tree.putArray("shares");
        advice.flips().forEach(flip -> flips.add(flip(flip)));
        ArrayNode remarks = tree.putArray("remarks");
        advice.remarks().forEach(remarks::add);
        ArrayNode refused = tree.putArray("not_measured");
        advice.refused().forEach(refused::add);
        advice.provenance()
                .ifPresent(from -> tree.put("seed", from.seed())
                        .put("started", from.started().toString())
                        .put("finished", from.finished().toString())
                        .put("interrupted", from.interrupted())
                        .put("version", from.version()));
        tree.put("again", repeat);
        String json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
        out.write(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode profile(RequestProfile profile) {
        ObjectNode node = object().put("for", profile.criterion().title()).put("measure", profile.measure());
        profile.cores().ifPresent(cores -> node.put("cores", cores));
        ObjectNode parameters = node.putObject("parameters");
        profile.parameters().forEach(parameters::put);
        return node;
    }

    private static ObjectNode contender(Contender contender, Spreads spreads) {
        ObjectNode node = object().put("label", contender.label())
                .put("strategy", contender.row().strategy())
                .put("place", contender.place().name().toLowerCase(Locale.ROOT));
        contender.value().ifPresent(value -> node.set("value", estimate(value)));
        contender.ratio().ifPresent(ratio -> node.set("ratio_to_best", estimate(ratio)));
        for (String measure : new String[] {Mix.THROUGHPUT, Mix.LATENCY_P99, Mix.CPU_PER_REQUEST, Claim.PEAK_RSS}) {
            contender
                    .row()
                    .measure(measure)
                    .ifPresent(series ->
                            node.set(measure, estimate(Estimate.mean(series, spreads.of(contender.row(), measure)))));
        }
        contender
                .row()
                .measure(Claim.WALL)
                .ifPresent(wall -> node.put("forks", wall.forks().size()));
        return node.put("disturbed_forks", contender.row().disturbedForks());
    }

    private static ObjectNode flip(Flip flip) {
        ObjectNode node = object().put("kind", flip.kind().title())
                .put("percent", flip.share())
                .put("from", flip.low())
                .put("to", flip.high());
        flip.crossing()
                .ifPresent(crossing -> node.putObject("flips")
                        .put("at", crossing.percent())
                        .put("to", crossing.rival())
                        .put("measured", crossing.isMeasured())
                        .put("shown", crossing.isShown())
                        .set("ratio_beyond", estimate(crossing.beyond())));
        return node;
    }

    private static ObjectNode estimate(Estimate estimate) {
        return object().put("value", estimate.value())
                .put("low", estimate.low())
                .put("high", estimate.high());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
