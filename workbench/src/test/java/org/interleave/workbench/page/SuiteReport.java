package org.interleave.workbench.page;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.interleave.core.Claim;
import org.interleave.core.Experiment;
import org.interleave.core.Family;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Preset;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Jvm;
import org.interleave.workbench.report.Machine;
import org.interleave.workbench.report.PluginJar;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Skipped;
import org.interleave.workbench.report.Verdict;
import org.interleave.workbench.report.WarmUps;

/** A report of the quick suite's size, made up: its rows, measures, forks, rounds and requests are as many as there. */
public final class SuiteReport {

    private static final long SEED = 20_261_129;
    private static final int FORKS = 2;
    private static final int ROUNDS = 5;
    private static final int REQUESTS = 7;

    /** Each with how many times as long as the fastest it takes. */
    private static final Map<String, Double> STRATEGIES = strategies();

    private static final List<String> WORKLOADS = List.of("countdown", "waits", "messages", "echo");

    private final Random random = new Random(SEED);

    private SuiteReport() {}

    private static Map<String, Double> strategies() {
        Map<String, Double> strategies = new LinkedHashMap<>();
        strategies.put("sequential", 2.0);
        strategies.put("threads", 1.0);
        strategies.put("virtual-threads", 1.004);
        strategies.put("giant-lock-timed", 2.1);
        strategies.put("netty", 2.02);
        strategies.put("vertx", 2.05);
        strategies.put("akka", 9.0);
        return strategies;
    }

    /** The suite. */
    public static Report suite() {
        SuiteReport made = new SuiteReport();
        List<Row> rows = WORKLOADS.stream()
                .flatMap(workload -> STRATEGIES.keySet().stream()
                        .filter(strategy -> !(workload.equals("echo") && strategy.equals("sequential")))
                        .map(strategy -> made.row(workload, strategy)))
                .toList();
        List<Skipped> skipped = List.of(new Skipped("echo", "sequential", "runs its tasks one after another"));
        return report(false, rows, claims(), skipped);
    }

    /** An experiment with a curve, by the switch interval, and a row that failed. */
    public static Report sweep() {
        SuiteReport made = new SuiteReport();
        List<Row> rows = new ArrayList<>();
        for (String interval : List.of("100us", "3ms", "100ms")) {
            rows.add(made.intervalRow(interval));
        }
        rows.add(made.failed());
        return report(true, rows, List.of(), List.of());
    }

    /** A report in which all that may come from elsewhere is this text. */
    public static Report saying(String text) {
        SuiteReport made = new SuiteReport();
        Row row = made.row("countdown", "threads");
        List<Row> rows = List.of(named(row, text, text), named(made.row("countdown", "netty"), text, text + "2"));
        List<Judgement> claims = List.of(new Judgement(
                text,
                text,
                Verdict.INCONCLUSIVE,
                Optional.empty(),
                Claim.Bound.atMost(1),
                OptionalInt.empty(),
                Optional.of(text)));
        Provenance provenance = new Provenance(
                text,
                Optional.of(text),
                1,
                Preset.QUICK,
                Optional.of(text),
                List.of(text),
                Instant.EPOCH,
                Instant.EPOCH,
                true,
                List.of());
        return new Report(
                provenance,
                new Machine(2, text, 1, text, text),
                new Jvm(text, List.of(text)),
                List.of(new PluginJar(text, text)),
                rows,
                claims,
                List.of(new Skipped(text, text, text)));
    }

    /** A report of one row that has such a histogram. */
    static Report withHistogram(String encoded) {
        Row row = new SuiteReport().row("echo", "threads");
        SequencedMap<String, List<List<String>>> histograms = new LinkedHashMap<>();
        histograms.put("latency", List.of(List.of(encoded)));
        Row other = row(
                row.experiment(),
                row.workload(),
                row.strategy(),
                row.parameters(),
                row.options(),
                row.measures(),
                histograms,
                List.of(),
                0);
        return report(false, List.of(other), List.of(), List.of());
    }

    private static Row named(Row row, String text, String label) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        settings.put(text, text);
        SequencedMap<String, Series> measures = new LinkedHashMap<>(row.measures());
        measures.put(text, new Series(text, List.of(List.of(1.0))));
        SequencedMap<String, List<List<String>>> provenance = new LinkedHashMap<>();
        provenance.put(text, List.of(List.of(text)));
        return new Row(
                text,
                label,
                text,
                settings,
                text,
                Family.THREADS,
                settings,
                List.of(0),
                true,
                Optional.of(text),
                1,
                WarmUps.UNKNOWN,
                measures,
                row.histograms(),
                List.of(text),
                provenance,
                Optional.empty());
    }

    private static Report report(boolean interrupted, List<Row> rows, List<Judgement> claims, List<Skipped> skipped) {
        Provenance provenance = new Provenance(
                "0.1.0",
                Optional.of("abc1234"),
                SEED,
                Preset.QUICK,
                Optional.empty(),
                List.of("run", "--cpus", "0-1"),
                Instant.parse("2026-11-29T08:00:00Z"),
                Instant.parse("2026-11-29T08:01:20Z"),
                interrupted,
                List.of());
        return new Report(
                provenance,
                new Machine(2, "Some CPU", 8_000_000_000L, "Linux 13", "6.12"),
                new Jvm("25.0.1", List.of("-XX:+UseSerialGC", "-Xmx2g")),
                List.of(new PluginJar("some.jar", "0f".repeat(32))),
                rows,
                claims,
                skipped);
    }

    private static List<Judgement> claims() {
        return List.of(
                claim("two threads under the timed lock are no faster than one", Verdict.HELD, 1.05, 0.9, 1.3),
                claim("threads without the lock save at least a quarter of the time", Verdict.HELD, 0.5, 0, 0.75),
                claim("what nobody claims any more", Verdict.REFUTED, 3, 5, Double.POSITIVE_INFINITY));
    }

    private static Judgement claim(String sentence, Verdict verdict, double value, double low, double high) {
        return new Judgement(
                "cpu-threads",
                sentence,
                verdict,
                Optional.of(new Estimate(value, value * 0.95, value * 1.06, FORKS, FORKS * ROUNDS)),
                new Claim.Bound(low, high),
                OptionalInt.empty(),
                Optional.empty());
    }

    private Row row(String workload, String strategy) {
        double times = STRATEGIES.getOrDefault(strategy, 1.0);
        SequencedMap<String, Series> measures = new LinkedHashMap<>();
        measures.put(Claim.WALL, series("s", 0.06 * times));
        measures.put(Claim.CPU, series("s", 0.12));
        measures.put(Claim.VOLUNTARY_SWITCHES, new Series("1", rounds(() ->
                (double) random.nextInt((int) (40 * times)))));
        measures.put(Claim.INVOLUNTARY_SWITCHES, new Series("1", rounds(() -> 0.0)));
        measures.put(Claim.PEAK_RSS, series("bytes", 45e6 * times));
        measures.put(Claim.FIRST_ROUND, new Series("s", List.of(List.of(0.3 * times), List.of(0.31 * times))));
        for (String more : List.of(Claim.ALLOCATED, Claim.GC, Claim.JIT, "others_cpus", Claim.STEAL, "setup", "more")) {
            measures.put(more, series("1", times));
        }
        measures.put(Claim.START, new Series("s", List.of(List.of(0.01), List.of(0.012))));
        measures.put(Claim.TICK, series("ns", 21.5));
        for (int cpu = 0; cpu < 2; cpu++) {
            measures.put(Claim.CORE_USE + "." + cpu, new Series("1", rounds(random::nextDouble)));
        }
        if (strategy.startsWith("giant-lock")) {
            for (int task = 0; task < 2; task++) {
                measures.put("held_share." + task, series("1", 0.5));
            }
            measures.put("held_share", series("1", 0.99));
            measures.put("fairness", series("1", 0.99));
        }
        SequencedMap<String, List<List<String>>> histograms = new LinkedHashMap<>();
        boolean echo = workload.equals("echo");
        if (echo) {
            histograms.put("latency", latencies(100_000 * times));
            measures.put(LatencyMetric.P50.of("latency"), series("s", 1e-4 * times));
        }
        return row(
                Experiment.SUITE,
                workload,
                strategy,
                Map.of("count", "3M"),
                Map.of(),
                measures,
                histograms,
                echo ? List.of(LatencyMetric.P50.of("latency")) : List.of(),
                strategy.equals("vertx") ? 1 : 0);
    }

    private Row intervalRow(String interval) {
        SequencedMap<String, Series> measures = new LinkedHashMap<>();
        measures.put(Claim.WALL, series("s", 0.1 + 0.01 * interval.length()));
        measures.put(Claim.TICK, series("ns", 21.5));
        measures.put("held_share", series("1", 0.99));
        return row(
                "switch-interval",
                "countdown",
                "giant-lock-timed",
                Map.of("count", "4M"),
                Map.of("switch-interval", interval),
                measures,
                new LinkedHashMap<>(),
                List.of(),
                0);
    }

    private Row failed() {
        return new Row(
                "switch-interval",
                "no-lock-echo",
                "countdown",
                new LinkedHashMap<>(Map.of("count", "4M")),
                "threads",
                Family.THREADS,
                new LinkedHashMap<>(),
                List.of(0, 1),
                false,
                Optional.of("task 1 failed: exit 1"),
                0,
                WarmUps.UNKNOWN,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                List.of(),
                new LinkedHashMap<>(),
                Optional.empty());
    }

    private static Row row(
            String experiment,
            String workload,
            String strategy,
            Map<String, String> parameters,
            Map<String, String> options,
            SequencedMap<String, Series> measures,
            SequencedMap<String, List<List<String>>> histograms,
            List<String> highlights,
            int disturbed) {
        String label = options.isEmpty() ? strategy : strategy + "-" + String.join("-", options.values());
        return new Row(
                experiment,
                label,
                workload,
                new LinkedHashMap<>(parameters),
                strategy,
                Family.THREADS,
                new LinkedHashMap<>(options),
                List.of(0, 1),
                true,
                Optional.empty(),
                disturbed,
                WarmUps.UNKNOWN,
                measures,
                histograms,
                highlights,
                new LinkedHashMap<>(),
                Optional.empty());
    }

    private Series series(String unit, double centre) {
        return new Series(unit, rounds(() -> centre * Math.exp(0.01 * random.nextGaussian())));
    }

    private static List<List<Double>> rounds(DoubleSupplier sample) {
        return IntStream.range(0, FORKS)
                .mapToObj(fork ->
                        DoubleStream.generate(sample).limit(ROUNDS).boxed().toList())
                .toList();
    }

    private List<List<String>> latencies(double nanos) {
        return IntStream.range(0, FORKS)
                .mapToObj(fork -> IntStream.range(0, ROUNDS)
                        .mapToObj(round -> histogram(nanos))
                        .toList())
                .toList();
    }

    private String histogram(double nanos) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < REQUESTS; i++) {
            histogram.recordValue((long) (nanos * Math.exp(random.nextGaussian())));
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
