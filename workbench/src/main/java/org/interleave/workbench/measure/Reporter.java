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
import org.interleave.workbench.plan.TeamSuite;
import org.interleave.workbench.report.Axis;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Judge;
import org.interleave.workbench.report.LockExcerpt;
import org.interleave.workbench.report.PluginJar;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Skipped;
import org.interleave.workbench.report.SuiteGate;
import org.interleave.workbench.report.WarmUps;

/** The maker of a report from what a measurement found: a row for each entry of the plan, and a judgement for each claim. */
public final class Reporter {

    /** Why a contender was not measured in a run that was interrupted. */
    public static final String INTERRUPTED = "was interrupted before it was measured";

    private final RunOrder order;
    private final Plan plan;
    private final Set<Plan.Entry> ofExperiments;

    public Reporter(RunOrder order) {
        this.order = order;
        plan = order.plan();
        ofExperiments = plan.ofExperiments();
    }

    /** What is known by now; may be asked while the measurement still goes on. */
    public Report report(Measurement measurement) {
        Map<Plan.Entry, Row> rows = rows(measurement);
        List<Skipped> skipped = new ArrayList<>();
        for (Plan.Omission omission : plan.skipped()) {
            skipped.add(new Skipped(omission.workload(), omission.strategy(), omission.reason()));
        }
        plan.entries().stream()
                .filter(entry -> !rows.containsKey(entry))
                .map(Plan.Entry::configuration)
                .forEach(missing -> skipped.add(new Skipped(missing.workload(), missing.strategy(), INTERRUPTED)));
        List<Judge.Question> questions = plan.experiments().stream()
                .map(planned -> question(planned, rows))
                .toList();
        List<Row> all = List.copyOf(rows.values());
        JournalLine.Header header = order.header();
        Environment environment = header.environment();
        Provenance provenance = new Provenance(
                environment.version(),
                environment.commit(),
                header.seed(),
                header.request().preset(),
                header.request().baseline(),
                header.commandLine(),
                header.started(),
                Instant.now(),
                measurement.interrupted(),
                order.resumed());
        return new Report(
                provenance,
                environment.machine(),
                environment.jvm(),
                environment.plugins().entrySet().stream()
                        .map(plugin -> new PluginJar(plugin.getKey(), plugin.getValue()))
                        .toList(),
                all,
                Judge.judge(questions, all),
                skipped.stream().distinct().toList(),
                header.request().sweep().map(sweep -> new Axis(sweep.name())),
                header.request().suite().map(Reporter::gate));
    }

    private static SuiteGate gate(TeamSuite suite) {
        return new SuiteGate(
                suite.name(),
                suite.gate().flatMap(TeamSuite.Gate::measure),
                suite.gate().flatMap(TeamSuite.Gate::marginPercent));
    }

    /** The configurations of claims that more forks could show to be held. */
    Stream<Configuration> undecided(Measurement measurement) {
        Map<Plan.Entry, Row> rows = rows(measurement);
        List<Row> all = List.copyOf(rows.values());
        return plan.experiments().stream()
                .flatMap(planned -> Judge.undecided(question(planned, rows), all).stream()
                        .flatMap(claim -> claim.measures().stream())
                        .map(measure -> planned.items().get(measure.label())))
                .filter(Plan.Entry.class::isInstance)
                .map(item -> ((Plan.Entry) item).configuration());
    }

    private Map<Plan.Entry, Row> rows(Measurement measurement) {
        Map<Plan.Entry, Row> rows = new LinkedHashMap<>();
        for (Plan.Entry entry : plan.entries()) {
            Measurement.Result result = measurement.result(entry.configuration());
            if (!result.forks().isEmpty() || !result.invalid().isEmpty()) {
                rows.put(entry, row(entry, result));
            }
        }
        return rows;
    }

    private static Judge.Question question(Plan.PlannedExperiment planned, Map<Plan.Entry, Row> rows) {
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
        return new Judge.Question(planned.experiment(), planned.claims(), measured, absent);
    }

    private Row row(Plan.Entry entry, Measurement.Result result) {
        Configuration configuration = entry.configuration();
        Optional<String> invalid = result.invalid().stream().findFirst();
        return new Row(
                entry.experiment(),
                entry.label(),
                configuration.workload(),
                new LinkedHashMap<>(configuration.parameters()),
                configuration.strategy(),
                order.catalog().strategy(configuration.strategy()).family(),
                new LinkedHashMap<>(configuration.options()),
                configuration.cpus(),
                invalid.isEmpty(),
                invalid.or(() -> handicap(configuration)),
                Math.toIntExact(result.disturbed()),
                warmUps(result),
                measures(result),
                histograms(result),
                entry.highlights(),
                provenance(result),
                lockExcerpt(entry, result));
    }

    private Optional<LockExcerpt> lockExcerpt(Plan.Entry entry, Measurement.Result result) {
        return ofExperiments.contains(entry)
                ? result.forks().stream()
                        .flatMap(fork -> fork.lockExcerpt().stream())
                        .findFirst()
                : Optional.empty();
    }

    private Optional<String> handicap(Configuration configuration) {
        return order.header()
                .request()
                .handicap()
                .filter(handicap -> handicap.isFor(configuration))
                .map(handicap -> "had " + HumanFormat.number(handicap.percent())
                        + " % more to do than its parameters say, for a test (--handicap)");
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

    private static WarmUps warmUps(Measurement.Result result) {
        List<Integer> rounds =
                result.forks().stream().map(ForkOutcome.Measured::warmUps).toList();
        long compiling =
                result.forks().stream().filter(ForkOutcome.Measured::compiling).count();
        return new WarmUps(rounds, Math.toIntExact(compiling));
    }

    private static SequencedMap<String, List<List<String>>> histograms(Measurement.Result result) {
        SequencedMap<String, List<List<String>>> histograms = new LinkedHashMap<>();
        result.forks().stream()
                .flatMap(fork -> fork.histograms().keySet().stream())
                .sorted()
                .distinct()
                .forEach(name -> histograms.put(
                        name,
                        result.forks().stream()
                                .map(fork -> fork.histograms().getOrDefault(name, List.of()))
                                .toList()));
        return histograms;
    }

    /** What a fork's rounds measured, and the quantiles of its latencies. */
    private static Map<String, Measure> measures(ForkOutcome.Measured fork) {
        Map<String, Measure> measures = new TreeMap<>();
        fork.samples()
                .forEach((name, samples) ->
                        measures.put(name, new Measure(fork.units().getOrDefault(name, "1"), samples)));
        LatencyQuantiles.of(fork.histograms())
                .forEach((name, metric) -> measures.put(name, new Measure(metric.unit(), List.of(metric.value()))));
        return measures;
    }

    private record Measure(String unit, List<Double> samples) {}

    private static SequencedMap<String, Series> measures(Measurement.Result result) {
        List<Map<String, Measure>> forks =
                result.forks().stream().map(Reporter::measures).toList();
        TreeSet<String> names = new TreeSet<>();
        forks.forEach(fork -> names.addAll(fork.keySet()));
        SequencedMap<String, Series> measures = new LinkedHashMap<>();
        Stream.concat(Claim.MEASURED.stream(), names.stream())
                .distinct()
                .filter(names::contains)
                .forEach(name -> {
                    List<Measure> measured = forks.stream()
                            .flatMap(fork -> Optional.ofNullable(fork.get(name)).stream())
                            .toList();
                    Series.of(
                                    measured.getFirst().unit(),
                                    measured.stream().map(Measure::samples).toList())
                            .ifPresent(series -> measures.put(name, series));
                });
        return measures;
    }
}
