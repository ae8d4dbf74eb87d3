package org.interleave.workbench.measure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.report.Judge;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Skipped;

/** The maker of a report from what a measurement found: a row for each entry of the plan, and a judgement for each claim. */
public final class Reporter {

    private static final String INTERRUPTED = "was interrupted before it was measured";

    private final RunOrder order;
    private final Plan plan;

    public Reporter(RunOrder order) {
        this.order = order;
        plan = order.plan();
    }

    /** What is known by now; may be asked while the measurement still goes on. */
    public Report report(Measurement measurement) {
        Map<Plan.Entry, Row> rows = new LinkedHashMap<>();
        List<Skipped> skipped = new ArrayList<>();
        for (Plan.Omission omission : plan.skipped()) {
            skipped.add(new Skipped(omission.workload(), omission.strategy(), omission.reason()));
        }
        for (Plan.Entry entry : plan.entries()) {
            Measurement.Result result = measurement.result(entry.configuration());
            if (result.forks().isEmpty() && result.invalid().isEmpty()) {
                Configuration configuration = entry.configuration();
                skipped.add(new Skipped(configuration.workload(), configuration.strategy(), INTERRUPTED));
            } else {
                rows.put(entry, row(entry, result));
            }
        }
        List<Judgement> judgements = plan.experiments().stream()
                .flatMap(planned -> judge(planned, rows).stream())
                .toList();
        JournalLine.Header header = order.header();
        Environment environment = header.environment();
        Provenance provenance = new Provenance(
                environment.version(),
                environment.commit(),
                header.seed(),
                header.request().preset(),
                header.commandLine(),
                header.started(),
                Instant.now(),
                measurement.interrupted(),
                order.resumed());
        return new Report(
                provenance,
                environment.machine(),
                environment.jvm(),
                List.copyOf(rows.values()),
                judgements,
                skipped.stream().distinct().toList());
    }

    private List<Judgement> judge(Plan.PlannedExperiment planned, Map<Plan.Entry, Row> rows) {
        Map<String, Row> measured = new HashMap<>();
        Map<String, String> absent = new HashMap<>();
        planned.items().forEach((label, item) -> {
            switch (item) {
                case Plan.Entry entry -> {
                    Row row = rows.get(entry);
                    if (row == null) {
                        absent.put(label, INTERRUPTED);
                    } else {
                        measured.put(label, row);
                    }
                }
                case Plan.Omission omission -> absent.put(label, omission.reason());
            }
        });
        return Judge.judge(
                planned.experiment(), measured, absent, order.header().seed());
    }

    private Row row(Plan.Entry entry, Measurement.Result result) {
        Configuration configuration = entry.configuration();
        Optional<String> reason = result.invalid().stream().findFirst();
        return new Row(
                entry.experiment(),
                entry.label(),
                configuration.workload(),
                new LinkedHashMap<>(configuration.parameters()),
                configuration.strategy(),
                order.catalog().strategy(configuration.strategy()).family(),
                new LinkedHashMap<>(configuration.options()),
                configuration.cpus(),
                reason.isEmpty(),
                reason,
                Math.toIntExact(result.disturbed()),
                measures(result),
                entry.highlights(),
                provenance(result));
    }

    /** What the forks' strategies told, each fact once, in the order of the text. */
    private static SequencedMap<String, List<List<String>>> provenance(Measurement.Result result) {
        SortedMap<String, Set<List<String>>> facts = new TreeMap<>();
        result.forks()
                .forEach(fork -> fork.provenance()
                        .forEach((key, lists) -> facts.computeIfAbsent(
                                        key, any -> new TreeSet<>(Comparator.comparing(List::toString)))
                                .addAll(lists)));
        SequencedMap<String, List<List<String>>> provenance = new LinkedHashMap<>();
        facts.forEach((key, lists) -> provenance.put(key, List.copyOf(lists)));
        return provenance;
    }

    private static SequencedMap<String, Series> measures(Measurement.Result result) {
        SequencedMap<String, Series> measures = new LinkedHashMap<>();
        TreeSet<String> names = new TreeSet<>();
        result.forks().forEach(fork -> names.addAll(fork.samples().keySet()));
        for (String name : Stream.concat(Claim.MEASURED.stream(), names.stream())
                .distinct()
                .toList()) {
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
}
