package org.interleave.workbench.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyVariant;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.ClaimCheck;

/** The planner, which turns a request into a plan, or says what is wrong with it. Nothing is measured here. */
public final class Planner {

    private final Catalog catalog;
    private final Request request;
    private final int mostProcessors;
    private final Set<String> unusedSettings;
    private final Set<String> settable = new TreeSet<>();
    private final List<Plan.Entry> entries = new ArrayList<>();
    private final List<Plan.Omission> skipped = new ArrayList<>();

    private Planner(Catalog catalog, Request request) {
        this(catalog, request, Integer.MAX_VALUE);
    }

    /**
     * Prepares it.
     *
     * @param mostProcessors that everything is confined to
     */
    Planner(Catalog catalog, Request request, int mostProcessors) {
        this.catalog = catalog;
        this.request = request;
        this.mostProcessors = mostProcessors;
        unusedSettings = new LinkedHashSet<>(request.settings().keySet());
    }

    /**
     * Makes the plan.
     *
     * @throws InvalidInputException if a name is unknown, a value not allowed, or nothing is left to run
     */
    public static Plan plan(Catalog catalog, Request request) {
        return request.sweep()
                .map(sweep -> SweepPlanner.plan(catalog, request, sweep))
                .orElseGet(() -> new Planner(catalog, request).plan());
    }

    /**
     * Fills in what one workload under one strategy runs with.
     *
     * @param request of which the names and strategies do not count
     * @throws InvalidInputException if a name is unknown, a value not allowed, or the strategy cannot run the workload
     */
    public static Configuration configuration(Catalog catalog, String workload, String strategy, Request request) {
        Planner planner = new Planner(catalog, request);
        planner.add(workload, Contender.of(workload, strategy), List.of());
        planner.checkSettingsUsed();
        planner.checkAnythingToRun();
        return planner.entries.getFirst().configuration();
    }

    Plan plan() {
        List<String> strategies =
                catalog.strategies().stream().flatMap(this::labels).toList();
        patterns(request.strategies()).forEach(pattern -> pattern.among("strategy", strategies));
        List<Plan.PlannedExperiment> experiments = request.suite()
                .map(suite -> suite.experiments().stream().map(this::planned).toList())
                .orElseGet(() -> request.ofOwnSuite() ? ownSuite() : named());
        checkSettingsUsed();
        checkAnythingToRun();
        checkBaseline();
        Repetitions repetitions = repetitions();
        Plan plan = new Plan(entries, skipped, experiments, repetitions, budget(repetitions.forks()));
        request.handicap().ifPresent(handicap -> handicap.check(catalog, plan));
        if (request.against().isPresent()) {
            return Builds.plan(plan, request);
        }
        return request.twins()
                .map(twins -> TwinPlanner.plan(catalog, plan, twins))
                .orElse(plan);
    }

    private List<Plan.PlannedExperiment> ownSuite() {
        Map<Contender, Plan.Item> suite = new HashMap<>();
        Suite.workloads()
                .sequencedKeySet()
                .forEach(name -> suite.putAll(everyStrategyOn(Suite.NAME, catalog.workload(name))));
        return catalog.experiments().stream()
                .flatMap(experiment -> covered(experiment, suite).stream())
                .toList();
    }

    private List<Plan.PlannedExperiment> named() {
        List<Plan.PlannedExperiment> experiments = new ArrayList<>();
        for (String name : names()) {
            Optional<Experiment> experiment = catalog.experiment(name);
            if (experiment.isPresent()) {
                experiments.add(planned(experiment.get()));
            } else {
                everyStrategyOn(name, workload(name));
            }
        }
        return experiments;
    }

    private static List<NamePattern> patterns(List<String> names) {
        return names.stream().map(NamePattern::new).toList();
    }

    /** What the names and patterns given stand for. */
    private List<String> names() {
        List<String> known = Stream.concat(
                        catalog.experiments().stream().map(Experiment::name),
                        catalog.workloads().stream().map(Workload::name))
                .toList();
        return patterns(request.names()).stream()
                .flatMap(pattern -> pattern.isPattern()
                        ? pattern.among("experiment or workload", known).stream()
                        : Stream.of(pattern.text()))
                .distinct()
                .toList();
    }

    private void checkAnythingToRun() {
        if (entries.isEmpty()) {
            String reasons = String.join(
                    "; ",
                    skipped.stream().map(s -> s.strategy() + " " + s.reason()).toList());
            throw new InvalidInputException("nothing to run: " + reasons);
        }
    }

    private void checkBaseline() {
        Set<String> contenders = new TreeSet<>();
        for (Plan.Entry entry : entries) {
            contenders.add(entry.label());
            contenders.add(entry.configuration().strategy());
        }
        request.baseline().filter(name -> !contenders.contains(name)).ifPresent(name -> {
            throw InvalidInputException.unknown("contender of --baseline", name, contenders);
        });
    }

    private Repetitions repetitions() {
        boolean quickSuite = request.ofOwnSuite() && request.preset() == Preset.QUICK;
        Repetitions repetitions = quickSuite ? Repetitions.SUITE : Repetitions.of(request.preset());
        return request.forks().map(repetitions::withForks).orElse(repetitions);
    }

    private Budget budget(int forks) {
        if (request.time().isPresent()) {
            return Budget.within(request.time().get(), forks);
        }
        return request.forks().isPresent()
                ? Budget.none(forks)
                : Budget.of(request.preset(), request.ofOwnSuite(), forks);
    }

    private Workload<?> workload(String name) {
        List<String> workloads =
                catalog.workloads().stream().map(Workload::name).toList();
        if (!workloads.contains(name)) {
            List<String> experiments =
                    catalog.experiments().stream().map(Experiment::name).toList();
            throw catalog.unknown(
                    "experiment or workload",
                    name,
                    Stream.concat(experiments.stream(), workloads.stream()).toList());
        }
        return catalog.workload(name);
    }

    /** Puts a workload under every strategy and variant that is wanted into the plan. */
    private Map<Contender, Plan.Item> everyStrategyOn(String experiment, Workload<?> workload) {
        Map<Contender, Plan.Item> items = new HashMap<>();
        catalog.strategies().stream()
                .flatMap(strategy -> contenders(workload, strategy))
                .filter(contender -> inSuite(contender) && wanted(contender.label()))
                .forEach(contender -> items.put(
                        contender,
                        settingAgainst(contender)
                                .<Plan.Item>map(option -> omit(
                                        experiment,
                                        contender,
                                        contender.label(),
                                        howSet(option) + " is what makes it a variant"))
                                .orElseGet(() -> add(experiment, contender, List.of()))));
        return items;
    }

    /** An option that a variant has and the user sets. */
    private Optional<String> settingAgainst(Contender contender) {
        return contender.options().keySet().stream()
                .filter(option -> request.settings().containsKey(option)
                        || request.settings().containsKey(contender.strategy() + "." + option))
                .sorted()
                .findFirst();
    }

    private String howSet(String option) {
        boolean swept =
                request.sweep().filter(sweep -> sweep.name().equals(option)).isPresent();
        return (swept ? "--sweep " : "--set ") + option;
    }

    /** A strategy as it is by default, then its variants. */
    private Stream<Contender> contenders(Workload<?> workload, Strategy strategy) {
        Contender plain = Contender.of(workload.name(), strategy.name());
        return Stream.concat(Stream.of(plain), variants(strategy).stream().map(variant -> variant(plain, variant)));
    }

    private Stream<String> labels(Strategy strategy) {
        return Stream.concat(
                Stream.of(strategy.name()), variants(strategy).stream().map(variant -> variant.label(strategy.name())));
    }

    private List<StrategyVariant> variants(Strategy strategy) {
        return strategy.variants(request.cpus().size());
    }

    private static Contender variant(Contender plain, StrategyVariant variant) {
        Contender contender = plain.labelled(variant.label(plain.strategy()));
        for (Map.Entry<String, String> option : variant.options().entrySet()) {
            contender = contender.withOption(option.getKey(), option.getValue());
        }
        return contender;
    }

    /** A run without names takes what one would choose between, as it is by default, unless it is told what to take. */
    private boolean inSuite(Contender contender) {
        if (request.sweep().filter(Sweep::ofProcessors).isPresent()) {
            return request.all()
                    || !request.strategies().isEmpty()
                    || (contender.isPlain()
                            && !catalog.strategy(contender.strategy())
                                    .describe()
                                    .onRequest());
        }
        boolean told = request.all() || !request.strategies().isEmpty() || !request.ofOwnSuite();
        return told
                || (contender.isPlain()
                        && Suite.compares(
                                contender.workload(),
                                catalog.strategy(contender.strategy()).describe()));
    }

    /** Puts an experiment's contenders into the plan, those that are wanted. */
    private Plan.PlannedExperiment planned(Experiment experiment) {
        List<Contender> contenders = experiment.contenders(request.preset());
        List<String> run =
                contenders.stream().map(Contender::strategy).distinct().toList();
        List<NamePattern> patterns = patterns(request.strategies());
        boolean runsNone = !patterns.isEmpty() && run.stream().noneMatch(this::wanted);
        for (NamePattern pattern : patterns) {
            if ((runsNone || !pattern.isPattern()) && run.stream().noneMatch(pattern::matches)) {
                throw new InvalidInputException("experiment " + experiment.name() + " does not run " + pattern.text()
                        + " (it runs: " + String.join(", ", run) + "); to compare others, run its workload: "
                        + contenders.getFirst().workload());
            }
        }
        List<Contender> wanted = contenders.stream()
                .filter(contender -> wanted(contender.strategy()))
                .toList();
        wanted.forEach(contender -> checkExists(experiment, contender));
        new ClaimCheck(catalog, experiment, contenders).check();
        Map<String, Plan.Item> items = new LinkedHashMap<>();
        wanted.forEach(
                contender -> items.put(contender.label(), add(experiment.name(), contender, experiment.highlights())));
        return new Plan.PlannedExperiment(experiment, experiment.claims(), items);
    }

    /** An experiment of which the suite measures rows anyway, as far as its claims speak of no others. */
    private Optional<Plan.PlannedExperiment> covered(Experiment experiment, Map<Contender, Plan.Item> suite) {
        List<Contender> contenders = experiment.contenders(request.preset());
        Map<String, Plan.Item> items = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            Plan.Item item = suite.get(contender.labelled(contender.strategy()));
            if (item != null) {
                items.put(contender.label(), item);
            }
        }
        List<Claim> covered = experiment.claims().stream()
                .filter(claim ->
                        claim.measures().stream().map(Claim.Measure::label).allMatch(items::containsKey))
                .toList();
        if (covered.isEmpty()) {
            return Optional.empty();
        }
        new ClaimCheck(catalog, experiment, contenders).check();
        return Optional.of(new Plan.PlannedExperiment(experiment, covered, items));
    }

    /** Who asked for the experiment did not misspell a name; say whose name it is. */
    private void checkExists(Experiment experiment, Contender contender) {
        List<String> known = catalog.strategies().stream().map(Strategy::name).toList();
        if (!known.contains(contender.strategy())) {
            throw catalog.unknown("strategy of experiment " + experiment.name(), contender.strategy(), known);
        }
    }

    private boolean wanted(String strategy) {
        return request.strategies().isEmpty()
                || patterns(request.strategies()).stream().anyMatch(pattern -> pattern.matches(strategy));
    }

    private Plan.Item add(String experiment, Contender contender, List<String> highlights) {
        Workload<?> workload = catalog.workload(contender.workload());
        Strategy strategy = catalog.strategy(contender.strategy());
        Map<String, String> parameters =
                resolve(experiment, workload.name(), workload.parameters(), contender.parameters());
        Map<String, String> options = resolve(experiment, strategy.name(), strategy.options(), contender.options());
        List<Integer> cpus = processors(contender);
        Parameters values = Obstacles.values(workload, parameters);
        Optional<String> reason = Obstacles.to(strategy, workload, values, options)
                .or(() -> Obstacles.to(strategy, workload.demand(values)))
                .or(() -> Obstacles.toConfining(cpus, request.cpus()));
        if (reason.isPresent()) {
            return omit(experiment, contender, contender.strategy(), reason.get());
        }
        Plan.Entry entry = new Plan.Entry(
                experiment,
                contender.label(),
                new Configuration(workload.name(), parameters, strategy.name(), options, cpus),
                Stream.concat(highlights.stream(), workload.highlights().stream())
                        .distinct()
                        .toList());
        entries.add(entry);
        return entry;
    }

    private Plan.Omission omit(String experiment, Contender contender, String name, String reason) {
        Plan.Omission omission = new Plan.Omission(experiment, contender.label(), contender.workload(), name, reason);
        skipped.add(omission);
        return omission;
    }

    /** The options of the JVM that measures a configuration, beside those that all have. */
    public static List<String> jvmOptions(Catalog catalog, Configuration configuration) {
        Workload<?> workload = catalog.workload(configuration.workload());
        return MachineLimits.jvmOptions(workload.demand(Obstacles.values(workload, configuration.parameters())));
    }

    private List<Integer> processors(Contender contender) {
        int most = Math.min(mostProcessors, contender.processors().orElse(Integer.MAX_VALUE));
        return request.cpus().stream().limit(most).toList();
    }

    /** What the experiment sets, what the user sets, and the preset's defaults for the rest. */
    private Map<String, String> resolve(
            String experiment, String owner, List<Parameter<?>> declared, Map<String, String> fixed) {
        Map<String, String> given = new HashMap<>(fixed);
        for (Parameter<?> parameter : declared) {
            String name = parameter.name();
            settable.add(name);
            for (String setting : List.of(name, owner + "." + name)) {
                String value = request.settings().get(setting);
                if (value == null) {
                    continue;
                }
                if (fixed.containsKey(name)) {
                    throw new InvalidInputException("experiment " + experiment + " sets " + name
                            + " itself; to choose it, run the workload instead");
                }
                unusedSettings.remove(setting);
                given.put(name, value);
            }
        }
        return Parameters.of(owner, declared, given, request.preset()).asText();
    }

    private void checkSettingsUsed() {
        if (!unusedSettings.isEmpty()) {
            throw InvalidInputException.unknown(
                    "setting", unusedSettings.iterator().next(), settable);
        }
    }
}
