package org.interleave.workbench.report;

import java.util.List;
import java.util.Optional;

/**
 * A report: everything that a run of the workbench found out.
 *
 * @param interleave which program ran, and how
 * @param machine where it ran
 * @param jvm what the samples ran in
 * @param plugins the jars that were used as plug-ins
 * @param rows what was measured
 * @param claims what the rows say about the experiments' claims
 * @param skipped what could not be measured here
 * @param axis the one thing that its rows were measured at several values of, if there is one
 * @param suite the team's suite that it is of, if it is of one
 */
public record Report(
        Provenance interleave,
        Machine machine,
        Jvm jvm,
        List<PluginJar> plugins,
        List<Row> rows,
        List<Judgement> claims,
        List<Skipped> skipped,
        Optional<Axis> axis,
        Optional<SuiteGate> suite) {

    /** A report whose rows have no axis, and are of no team's suite. */
    public Report(
            Provenance interleave,
            Machine machine,
            Jvm jvm,
            List<PluginJar> plugins,
            List<Row> rows,
            List<Judgement> claims,
            List<Skipped> skipped) {
        this(interleave, machine, jvm, plugins, rows, claims, skipped, Optional.empty(), Optional.empty());
    }

    /** Takes copies. */
    public Report {
        plugins = List.copyOf(plugins);
        rows = List.copyOf(rows);
        claims = List.copyOf(claims);
        skipped = List.copyOf(skipped);
    }
}
