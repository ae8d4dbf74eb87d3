package org.interleave.workbench.report;

import java.util.Locale;
import org.interleave.workbench.scaling.Interval;
import org.interleave.workbench.scaling.ScalabilityLaw;
import org.interleave.workbench.scaling.ScalabilityModel;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is computed of the rows of a report whose axis is the number of processors, as JSON. */
final class JsonScaling {

    private JsonScaling() {}

    /** Adds an element for each contender. */
    static void write(Report report, Axis axis, ArrayNode array) {
        Comparison.of(report)
                .forEach(comparison -> Scaling.of(
                                comparison, axis, report.interleave().seed())
                        .forEach(scaling -> write(comparison, scaling, array.addObject())));
    }

    private static void write(Comparison comparison, Scaling scaling, ObjectNode node) {
        node.put("workload", comparison.rows().getFirst().workload()).put("contender", scaling.contender());
        ArrayNode points = node.putArray("points");
        for (Scaling.Point point : scaling.points()) {
            ObjectNode object =
                    points.addObject().put("label", point.row().label()).put("processors", point.processors());
            point.speedUp().ifPresent(speedUp -> write(speedUp, object.putObject("speed_up")));
            point.serialShare().ifPresent(share -> write(share, object.putObject("serial_share")));
        }
        scaling.noCurve().ifPresent(reason -> node.put("no_curve", reason));
        if (!scaling.laws().isEmpty()) {
            ArrayNode laws = node.putArray("laws");
            scaling.laws().forEach(law -> write(law, laws.addObject()));
        }
    }

    private static void write(ScalabilityModel model, ObjectNode node) {
        node.put("law", model.law().name().toLowerCase(Locale.ROOT)).put("aicc", model.criterion());
        write(model.contention(), node.putObject("contention"));
        if (model.law() == ScalabilityLaw.UNIVERSAL) {
            write(model.coherency(), node.putObject("coherency"));
        }
        model.prediction().ifPresent(prediction -> {
            ObjectNode object = node.putObject("prediction").put("processors", prediction.processors());
            write(prediction.speedUp(), object.putObject("speed_up"));
        });
        model.peak().ifPresent(peak -> node.put("peak_processors", peak));
    }

    private static void write(Interval interval, ObjectNode node) {
        node.put("value", interval.value()).put("low", interval.low()).put("high", interval.high());
    }

    private static void write(Estimate estimate, ObjectNode node) {
        node.put("value", estimate.value()).put("low", estimate.low()).put("high", estimate.high());
        if (estimate.single()) {
            node.put("single", true);
        }
    }
}
