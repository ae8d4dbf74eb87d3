package org.interleave.workbench.report;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.interleave.core.Claim;
import org.interleave.core.Family;
import org.interleave.core.Preset;

/** A row to be measured, filled in step by step. */
public final class Fixture {

    private static final long SEED = 42;

    private final String label;
    private String experiment = "cpu-threads";
    private final SequencedMap<String, String> parameters = new LinkedHashMap<>();
    private String strategy;
    private Family family = Family.THREADS;
    private final SequencedMap<String, String> options = new LinkedHashMap<>();
    private List<Integer> cpus = List.of(0, 1);
    private Optional<String> invalid = Optional.empty();
    private Optional<String> remark = Optional.empty();
    private int disturbedForks;
    private final SequencedMap<String, Series> measures = new LinkedHashMap<>();
    private final SequencedMap<String, List<List<String>>> provenance = new LinkedHashMap<>();
    private final SequencedMap<String, List<List<String>>> histograms = new LinkedHashMap<>();
    private List<String> highlights = List.of();
    private String workload = "countdown";
    private WarmUps warmUps = WarmUps.UNKNOWN;
    private Optional<LockExcerpt> lockExcerpt = Optional.empty();

    private Fixture(String label) {
        this.label = label;
        this.strategy = label;
        parameters.put("count", "10M");
        parameters.put("tasks", "2");
    }

    public static Fixture row(String label) {
        return new Fixture(label);
    }

    public static Series seconds(double... oneForEachFork) {
        return new Series("s", forks(oneForEachFork));
    }

    public static Series counts(double... oneForEachFork) {
        return new Series("1", forks(oneForEachFork));
    }

    public static Series bytes(double... oneForEachFork) {
        return new Series("bytes", forks(oneForEachFork));
    }

    private static List<List<Double>> forks(double... samples) {
        return Arrays.stream(samples).mapToObj(List::of).toList();
    }

    /** Forks of three iterations that lie close around a centre. */
    public static Series around(String unit, double centre, int forks) {
        List<List<Double>> samples = IntStream.range(0, forks)
                .mapToObj(fork -> List.of(
                        centre * (1 + 0.002 * fork), centre * (0.99 + 0.002 * fork), centre * (1.01 - 0.001 * fork)))
                .toList();
        return new Series(unit, samples);
    }

    public Fixture of(String newExperiment) {
        experiment = newExperiment;
        return this;
    }

    public Fixture on(String newWorkload) {
        workload = newWorkload;
        return this;
    }

    public Fixture strategy(String name, Family newFamily) {
        strategy = name;
        family = newFamily;
        return this;
    }

    public Fixture parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    public Fixture option(String name, String value) {
        options.put(name, value);
        return this;
    }

    public Fixture cpus(Integer... numbers) {
        cpus = List.of(numbers);
        return this;
    }

    public Fixture invalid(String reason) {
        invalid = Optional.of(reason);
        return this;
    }

    public Fixture remark(String reason) {
        remark = Optional.of(reason);
        return this;
    }

    public Fixture disturbed(int forks) {
        disturbedForks = forks;
        return this;
    }

    public Fixture wall(Series series) {
        return with(Claim.WALL, series);
    }

    public Fixture with(String measure, Series series) {
        measures.put(measure, series);
        return this;
    }

    public Fixture provenance(String key, List<String> texts) {
        provenance.put(key, List.of(texts));
        return this;
    }

    public Fixture warmUps(int stillCompiling, Integer... rounds) {
        warmUps = new WarmUps(List.of(rounds), stillCompiling);
        return this;
    }

    public Fixture histograms(String name, List<List<String>> forks) {
        histograms.put(name, forks);
        return this;
    }

    public Fixture highlights(String... names) {
        highlights = List.of(names);
        return this;
    }

    public Fixture excerpt(LockExcerpt excerpt) {
        lockExcerpt = Optional.of(excerpt);
        return this;
    }

    /** Two tasks that hold a lock in turn for 3 ms, the second having waited, in the middle of a round of 65 ms. */
    public static LockExcerpt excerpt(String first, String second) {
        return new LockExcerpt(
                22_500_000,
                10_000_000,
                65_000_000,
                List.of(new LockExcerpt.Task(first, "task"), new LockExcerpt.Task(second, "task")),
                List.of(
                        new LockExcerpt.Span(0, 0, 3_000_000),
                        new LockExcerpt.Span(1, 3_000_000, 3_000_000),
                        new LockExcerpt.Span(0, 7_000_000, 3_000_000)));
    }

    public Row measured() {
        return new Row(
                experiment,
                label,
                workload,
                parameters,
                strategy,
                family,
                options,
                cpus,
                invalid.isEmpty(),
                invalid.or(() -> remark),
                disturbedForks,
                warmUps,
                measures,
                histograms,
                highlights,
                provenance,
                lockExcerpt);
    }

    public static Report report(boolean interrupted, List<Row> rows, List<Judgement> claims, List<Skipped> skipped) {
        return report(interrupted, List.of(), rows, claims, skipped);
    }

    public static Report report(
            boolean interrupted, List<Instant> resumed, List<Row> rows, List<Judgement> claims, List<Skipped> skipped) {
        return report(Optional.empty(), interrupted, resumed, rows, claims, skipped);
    }

    public static Report report(String baseline, Row... rows) {
        return report(Optional.of(baseline), false, List.of(), List.of(rows), List.of(), List.of());
    }

    public static Report report(Row... rows) {
        return report(false, List.of(rows), List.of(), List.of());
    }

    /** A row of a contender on so many processors, whose forks took these times. */
    static Row onProcessors(String contender, int processors, Series wall) {
        Fixture row = row(contender + " processors=" + processors)
                .strategy(contender, Family.THREADS)
                .of("countdown");
        return row.cpus(IntStream.range(0, processors).boxed().toArray(Integer[]::new))
                .wall(wall)
                .measured();
    }

    /** A report whose rows differ by this. */
    static Report along(String key, Row... rows) {
        return report(Optional.of(new Axis(key)), Optional.empty(), rows);
    }

    /** A report of a team's suite. */
    public static Report ofSuite(SuiteGate suite, Row... rows) {
        return report(Optional.empty(), Optional.of(suite), rows);
    }

    private static Report report(Optional<Axis> axis, Optional<SuiteGate> suite, Row... rows) {
        Report report = report(rows);
        return new Report(
                report.interleave(),
                report.machine(),
                report.jvm(),
                report.plugins(),
                report.rows(),
                report.claims(),
                report.skipped(),
                axis,
                suite);
    }

    private static Report report(
            Optional<String> baseline,
            boolean interrupted,
            List<Instant> resumed,
            List<Row> rows,
            List<Judgement> claims,
            List<Skipped> skipped) {
        Provenance provenance = new Provenance(
                "0.1.0",
                Optional.of("abc1234"),
                SEED,
                Preset.QUICK,
                baseline,
                List.of("run", "cpu-threads"),
                Instant.parse("2026-11-21T08:00:00Z"),
                Instant.parse("2026-11-21T08:01:12.5Z"),
                interrupted,
                resumed);
        Machine machine = new Machine(2, "Some CPU", 8_000_000_000L, "Linux 13", "6.12");
        Jvm jvm = new Jvm("25.0.1", List.of("-Xmx1g"));
        List<PluginJar> plugins = List.of(new PluginJar("some.jar", "0f".repeat(32)));
        return new Report(provenance, machine, jvm, plugins, rows, claims, skipped);
    }
}
