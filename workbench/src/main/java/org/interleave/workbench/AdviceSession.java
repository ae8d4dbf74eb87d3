package org.interleave.workbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Feature;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.workbench.advise.Advice;
import org.interleave.workbench.advise.Adviser;
import org.interleave.workbench.advise.EvenDeal;
import org.interleave.workbench.advise.Neighbour;
import org.interleave.workbench.advise.Race;
import org.interleave.workbench.advise.RequestProfile;
import org.interleave.workbench.advise.RoundSize;
import org.interleave.workbench.measure.Measurement;
import org.interleave.workbench.measure.Reporter;
import org.interleave.workbench.measure.ResumedRun;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.plan.Budget;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.Report;

/** The session in which advice is measured: a race on the profile, then the foremost of it on profiles with other shares. */
final class AdviceSession {

    /** The part of the time after which the race deals no more forks. */
    private static final double RACE = 0.5;

    /** The part of the time after which no more forks are dealt at all: the last has to end, and a page to be written. */
    private static final double ALL = 0.93;

    private static final int MOST_FORKS_OF_NEIGHBOUR = 3;

    /** What would be chosen, and another. */
    private static final int LEAST_RIVALS = 2;

    private final SessionOptions options;
    private final RequestProfile profile;
    private final boolean all;
    private final Duration time;
    private final Map<String, String> strategySettings;
    private final Optional<ResumedRun> resumed;
    private final AdviceOutput output;
    private final Adviser adviser;
    private final Catalog catalog;
    private final long seed;
    private final long begun = System.nanoTime();

    /**
     * A session.
     *
     * @param all whether strategies take part that one would rather study than choose
     * @param strategySettings options of strategies, by name, perhaps qualified
     * @param time how long all of it may take
     * @param resumed one that was ended, whose race goes on
     * @param json where the advice is written as JSON, if it is
     */
    AdviceSession(
            SessionOptions options,
            RequestProfile profile,
            boolean all,
            Map<String, String> strategySettings,
            Duration time,
            Optional<ResumedRun> resumed,
            Optional<Destination> json) {
        this.options = options;
        this.profile = profile;
        this.all = all;
        this.strategySettings = strategySettings;
        this.time = time;
        this.resumed = resumed;
        catalog = Plugins.catalog(options.plugins());
        seed = resumed.map(run -> run.header().seed()).orElseGet(options::chosenSeed);
        output = new AdviceOutput(options, resumed, seed, json);
        adviser = new Adviser(
                profile, row -> catalog.strategy(row.strategy()).features().contains(Feature.ISOLATION));
    }

    /**
     * Measures, and says what to choose.
     *
     * @return the program's exit status
     */
    int run() {
        Main.warn(options.command().commandLine(), catalog.refusals());
        List<Integer> processors = options.processors();
        Optional<Advice> unknown = adviser.cannotTell(processors.size());
        if (unknown.isPresent()) {
            return output.write(unknown.get());
        }
        List<Integer> used = processors.subList(
                0, Math.min(processors.size(), profile.cores().orElse(processors.size())));
        Request request = Request.of(List.of(Mix.NAME), Preset.QUICK, used).withStrategies(options.strategies());
        int contenders =
                plan(request.withSettings(settings(Map.of())), 1).entries().size();
        RoundSize size = RoundSize.of(profile, used.size(), contenders, time);
        Request sized = request.withSettings(settings(size.parameters()));
        Plan plan = plan(sized, size.rounds());
        return RunLauncher.alone(options, () -> race(sized, plan));
    }

    /** Those of a profile are of the workload alone: a strategy may have an option of the same name. */
    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(strategySettings);
        profile.parameters().forEach((name, value) -> settings.put(Mix.NAME + "." + name, value));
        more.forEach((name, value) -> settings.put(Mix.NAME + "." + name, value));
        settings.put(Mix.NAME + "." + Mix.SEED.name(), Long.toString(Math.floorMod(seed, 1_000_000_000_000L)));
        return settings;
    }

    private Plan plan(Request request, int rounds) {
        Plan plan = Planner.plan(catalog, request);
        Map<Boolean, List<Plan.Entry>> takesPart =
                plan.entries().stream().collect(Collectors.partitioningBy(this::takesPart));
        List<Plan.Omission> skipped = Stream.concat(
                        plan.skipped().stream(),
                        takesPart.getOrDefault(false, List.of()).stream().map(AdviceSession::toStudy))
                .toList();
        return new Plan(
                takesPart.getOrDefault(true, List.of()), skipped, List.of(), repetitions(rounds), Budget.none(1));
    }

    private boolean takesPart(Plan.Entry entry) {
        return all
                || !options.strategies().isEmpty()
                || !catalog.strategy(entry.configuration().strategy())
                        .describe()
                        .onRequest();
    }

    private static Plan.Omission toStudy(Plan.Entry entry) {
        return new Plan.Omission(
                entry.experiment(),
                entry.label(),
                entry.configuration().workload(),
                entry.configuration().strategy(),
                "is there to be studied; --all or --strategies takes it in");
    }

    /** All forks are dealt, for as long as there is time. */
    private Repetitions repetitions(int rounds) {
        return new Repetitions(options.dryRun() ? 1 : 0, rounds);
    }

    private int race(Request request, Plan plan) {
        RunOrder order = resumed.map(run -> run.order(options.plugins(), catalog, request, plan))
                .orElseGet(() -> RunLauncher.order(options, seed, catalog, request, plan));
        if (options.dryRun()) {
            return RunLauncher.dryRun(order);
        }
        Race race = new Race(order, profile.measure(), part(RACE), part(ALL));
        AdviceProgress progress =
                progress("the race of " + plan.entries().size() + " contenders, seed " + seed, part(RACE));
        output.open(order, progress::remark);
        return new MeasuringSession(order, Optional.empty(), output.journal(), progress, race)
                .measure(measurement -> finish(order, race, measurement));
    }

    private Duration part(double share) {
        return Duration.ofMillis((long) (share * time.toMillis()));
    }

    private static AdviceProgress progress(String what, Duration most) {
        return new AdviceProgress(System.err, Terminal.errorScreen(), what, most, () -> System.nanoTime() / 1_000_000);
    }

    /** An interrupt waits for what is made of the race, so the neighbours are measured within it. */
    private int finish(RunOrder order, Race race, Measurement measurement) {
        Report report = new Reporter(order).report(measurement);
        race.finish(report.rows());
        Set<String> left = race.left();
        List<String> finalists = adviser.finalists(report, left);
        Duration rest = part(ALL).minusNanos(System.nanoTime() - begun);
        List<Plan.Entry> rivals = order.plan().entries().stream()
                .filter(entry -> finalists.contains(entry.label()))
                .sorted(Comparator.comparingInt(entry -> finalists.indexOf(entry.label())))
                .toList();
        int entries = measurement.interrupted() ? 0 : affordable(rivals, rest, measurement);
        List<Neighbour> all = Neighbour.of(profile);
        List<Neighbour> neighbours = all.subList(0, Math.min(all.size(), entries / LEAST_RIVALS));
        if (rivals.size() < LEAST_RIVALS || neighbours.isEmpty()) {
            return output.write(adviser.advice(report, left, List.of(), List.of()), report, List.of(), measurement);
        }
        List<Plan.Entry> others = neighbours.stream()
                .flatMap(neighbour ->
                        rivals.stream().limit(entries / neighbours.size()).map(neighbour::entry))
                .toList();
        RunOrder next = besideRace(order, others);
        EvenDeal deal = new EvenDeal(shuffled(next.plan().configurations()), MOST_FORKS_OF_NEIGHBOUR, rest);
        AdviceProgress progress = progress("other shares, " + others.size() + " contenders", rest);
        return new MeasuringSession(next, Optional.empty(), Optional.empty(), progress, deal).measure(again -> {
            Report beside = new Reporter(next).report(again);
            Advice advice = adviser.advice(report, left, beside.rows(), neighbours);
            return output.write(advice, report, List.of(beside), again);
        });
    }

    /** How many forks of such contenders there is time for. */
    private static int affordable(List<Plan.Entry> rivals, Duration rest, Measurement measurement) {
        long millis = rivals.stream()
                .mapToLong(entry -> measurement.spent(entry.configuration()).toMillis())
                .sum();
        int forks = rivals.stream()
                .mapToInt(entry -> measurement.forks(entry.configuration()))
                .sum();
        return forks == 0 ? 0 : (int) Math.max(0, rest.toMillis() * forks / Math.max(1, millis));
    }

    private RunOrder besideRace(RunOrder race, List<Plan.Entry> entries) {
        Repetitions dealt = new Repetitions(0, race.plan().repetitions().rounds());
        Plan plan = new Plan(entries, List.of(), List.of(), dealt, Budget.none(1));
        return RunLauncher.order(options, seed, catalog, race.header().request(), plan);
    }

    private List<Configuration> shuffled(List<Configuration> configurations) {
        List<Configuration> shuffled = new ArrayList<>(configurations);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }
}
