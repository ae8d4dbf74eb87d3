package org.interleave.workbench.measure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.report.Judge;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Skipped;

/** Makes a report of what a measurement found. */
public final class Reporter {

    private final Catalog catalog;
    private final Plan plan;
    private final Preset preset;
    private final long seed;
    private final RunOrder order;

    public Reporter(RunOrder order) {
        this.order = order;
        catalog = order.catalog();
        plan = order.plan();
        preset = order.header().request().preset();
        seed = order.header().seed();
    }

    /** What is known by now; may be asked while the measurement still goes on. */
    public Report report(Measurement measurement) {
        List<Row> rows = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        for (Plan.Omission omission : plan.skipped()) {
            skipped.add(new Skipped(omission.workload(), omission.strategy(), omission.reason()));
        }
        for (Plan.Entry entry : plan.entries()) {
            Measurement.Result result = measurement.result(entry.spec());
            if (result.forks().isEmpty() && result.invalid().isEmpty()) {
                skipped.add(new Skipped(
                        entry.spec().workload(), entry.spec().strategy(), "was interrupted before it was measured"));
            } else {
                rows.add(row(entry, result));
            }
        }
        List<Skipped> distinct = skipped.stream().distinct().toList();
        List<Judgement> judgements = plan.judged().stream()
                .flatMap(experiment ->
                        Judge.judge(experiment, preset, rowsOf(experiment, rows), distinct, seed).stream())
                .toList();
        JournalLine.Header header = order.header();
        Environment environment = header.environment();
        Provenance provenance = new Provenance(
                environment.version(),
                environment.commit(),
                seed,
                preset,
                header.commandLine(),
                header.started(),
                Instant.now(),
                measurement.interrupted(),
                order.resumed());
        return new Report(provenance, environment.machine(), environment.jvm(), rows, judgements, distinct);
    }

    private Row row(Plan.Entry entry, Measurement.Result result) {
        Configuration spec = entry.spec();
        Optional<String> reason = result.invalid().stream().findFirst();
        return new Row(
                entry.experiment(),
                entry.label(),
                spec.workload(),
                new LinkedHashMap<>(spec.parameters()),
                spec.strategy(),
                catalog.strategy(spec.strategy()).family(),
                new LinkedHashMap<>(spec.options()),
                spec.cpus(),
                reason.isEmpty(),
                reason,
                Math.toIntExact(result.disturbed()),
                measures(result),
                highlights(entry),
                workerFlags(result));
    }

    private static List<List<String>> workerFlags(Measurement.Result result) {
        return result.forks().stream()
                .flatMap(fork -> fork.workerFlags().stream())
                .distinct()
                .sorted(Comparator.comparing(List::toString))
                .toList();
    }

    private List<String> highlights(Plan.Entry entry) {
        List<String> ofExperiment = catalog.experiment(entry.experiment())
                .map(Experiment::highlights)
                .orElse(List.of());
        List<String> ofWorkload = catalog.workload(entry.spec().workload()).highlights();
        return Stream.concat(ofExperiment.stream(), ofWorkload.stream())
                .distinct()
                .toList();
    }

    private static SequencedMap<String, Series> measures(Measurement.Result result) {
        SequencedMap<String, Series> measures = new LinkedHashMap<>();
        TreeSet<String> names = new TreeSet<>();
        result.forks().forEach(fork -> names.addAll(fork.samples().keySet()));
        for (String name :
                Stream.concat(Row.STANDARD.stream(), names.stream()).distinct().toList()) {
            List<List<Double>> forks = result.forks().stream()
                    .map(fork -> fork.samples().getOrDefault(name, List.of()))
                    .toList();
            String unit = result.forks().stream()
                    .map(fork -> fork.units().getOrDefault(name, "1"))
                    .findFirst()
                    .orElse("1");
            Series.of(unit, forks).ifPresent(series -> measures.put(name, series));
        }
        return measures;
    }

    /** The rows that an experiment speaks of. The suite measures rows of several under its own name. */
    private List<Row> rowsOf(Experiment experiment, List<Row> rows) {
        if (rows.stream().anyMatch(row -> row.experiment().equals(experiment.name()))) {
            return rows;
        }
        return experiment.contenders(preset).stream()
                .flatMap(contender -> rows.stream()
                        .filter(row -> row.workload().equals(contender.workload())
                                && row.strategy().equals(contender.strategy()))
                        .map(row -> relabelled(row, experiment, contender)))
                .toList();
    }

    private static Row relabelled(Row row, Experiment experiment, Contender contender) {
        return new Row(
                experiment.name(),
                contender.label(),
                row.workload(),
                row.parameters(),
                row.strategy(),
                row.family(),
                row.options(),
                row.cpus(),
                row.valid(),
                row.reason(),
                row.disturbedForks(),
                row.measures(),
                row.highlights(),
                row.workerFlags());
    }
}
