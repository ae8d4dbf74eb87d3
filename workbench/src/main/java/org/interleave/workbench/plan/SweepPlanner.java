package org.interleave.workbench.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;

/** The planner of sweeps: a plan for each value, and of all of them one, in which a contender's rows stand together. */
final class SweepPlanner {

    private final Catalog catalog;
    private final Request request;
    private final Sweep sweep;

    private SweepPlanner(Catalog catalog, Request request, Sweep sweep) {
        this.catalog = catalog;
        this.request = request;
        this.sweep = sweep;
    }

    /** A contender in an experiment, at whatever value. */
    private record Contender(String experiment, String label) {}

    /**
     * Plans it.
     *
     * @throws InvalidInputException if what is named is no workload, or no plan can be made for one of the values
     */
    static Plan plan(Catalog catalog, Request request, Sweep sweep) {
        return new SweepPlanner(catalog, request, sweep).plan();
    }

    private Plan plan() {
        Request each = request.withNames(workloads());
        SequencedMap<String, Plan> plans = new LinkedHashMap<>();
        for (String value : sweep.values()) {
            plans.put(value, plan(each, value));
        }
        SequencedMap<Contender, List<Plan.Entry>> contenders = new LinkedHashMap<>();
        plans.forEach((value, plan) -> plan.entries()
                .forEach(entry -> contenders
                        .computeIfAbsent(new Contender(entry.experiment(), entry.label()), any -> new ArrayList<>())
                        .add(entry)));
        List<Plan.Entry> entries =
                contenders.values().stream().flatMap(this::labelled).toList();
        if (sweep.ofProcessors()) {
            entries.stream().map(Plan.Entry::configuration).forEach(this::checkTakesNoSetTime);
        }
        Repetitions repetitions = plans.firstEntry().getValue().repetitions();
        return new Plan(entries, skipped(plans), List.of(), repetitions, Budget.none(repetitions.forks()));
    }

    private Plan plan(Request each, String value) {
        if (sweep.ofProcessors()) {
            return new Planner(catalog, each, Integer.parseInt(value)).plan();
        }
        Map<String, String> settings = new HashMap<>(request.settings());
        if (settings.put(sweep.key(), value) != null) {
            throw new InvalidInputException(sweep.key() + " is both set and swept");
        }
        try {
            return new Planner(catalog, each.withSettings(settings), Integer.MAX_VALUE).plan();
        } catch (InvalidInputException e) {
            throw new InvalidInputException("--sweep " + sweep.key() + "=" + value + ": " + e.getMessage(), e);
        }
    }

    /** What the names and patterns stand for; experiments set themselves what they vary. */
    private List<String> workloads() {
        if (request.names().isEmpty()) {
            throw new InvalidInputException("--sweep takes the names of workloads, such as countdown");
        }
        List<String> known = catalog.workloads().stream().map(Workload::name).toList();
        List<String> names = request.names().stream()
                .peek(this::checkNoExperiment)
                .flatMap(name -> new NamePattern(name).among("workload", known).stream())
                .distinct()
                .toList();
        names.forEach(this::checkNoExperiment);
        return names;
    }

    private void checkNoExperiment(String name) {
        Optional<Experiment> experiment = catalog.experiment(name);
        if (experiment.isPresent()) {
            String workloads = experiment.get().contenders(request.preset()).stream()
                    .map(org.interleave.core.Contender::workload)
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new InvalidInputException((sweep.ofProcessors() ? "scale" : "--sweep") + " takes workloads, and "
                    + name + " is an experiment, which sets itself what differs; it runs: " + workloads);
        }
    }

    /** A load of a set length takes as long on one processor as on all. */
    private void checkTakesNoSetTime(Configuration configuration) {
        Workload<?> workload = catalog.workload(configuration.workload());
        workload.size(Obstacles.values(workload, configuration.parameters()))
                .filter(size -> size.defaultValue(request.preset()) instanceof Duration)
                .ifPresent(size -> {
                    throw new InvalidInputException("scale tells how long the same work takes, and a round of "
                            + workload.name() + " takes as long as its " + size.name()
                            + " says; what processors do for it, interleave run " + workload.name() + " --cpus tells");
                });
    }

    /** One for each value; one alone of what has no such setting, and is the same at all of them. */
    private Stream<Plan.Entry> labelled(List<Plan.Entry> entries) {
        if (value(entries.getFirst().configuration()).isEmpty()) {
            return Stream.of(entries.getFirst());
        }
        if (entries.stream().map(Plan.Entry::configuration).distinct().count() < entries.size()) {
            throw new InvalidInputException(
                    "--sweep " + sweep.key() + "=" + String.join(",", sweep.values()) + " has the same value twice");
        }
        return entries.stream().map(this::labelled);
    }

    private Plan.Entry labelled(Plan.Entry entry) {
        Configuration configuration = entry.configuration();
        return new Plan.Entry(
                entry.experiment(),
                sweep.label(entry.label(), value(configuration).orElseThrow()),
                configuration,
                entry.highlights());
    }

    /** Empty if nothing of it is swept. */
    private Optional<String> value(Configuration configuration) {
        return sweep.ofProcessors()
                ? Optional.of(Integer.toString(configuration.cpus().size()))
                : setting(configuration);
    }

    /** An owner's name before the key says whose it is. */
    private Optional<String> setting(Configuration configuration) {
        String name = sweep.name();
        boolean ofStrategy = sweep.isOf(configuration.strategy());
        boolean ofWorkload = sweep.isOf(configuration.workload());
        return Optional.ofNullable(configuration.options().get(name))
                .filter(value -> ofStrategy)
                .or(() -> Optional.ofNullable(configuration.parameters().get(name))
                        .filter(value -> ofWorkload));
    }

    /** What cannot be run at any value is said once, without one. */
    private List<Plan.Omission> skipped(SequencedMap<String, Plan> plans) {
        SequencedMap<Plan.Omission, List<String>> values = new LinkedHashMap<>();
        plans.forEach((value, plan) -> plan.skipped()
                .forEach(omission -> values.computeIfAbsent(omission, any -> new ArrayList<>())
                        .add(value)));
        return values.entrySet().stream()
                .map(omission -> omission.getValue().size() == plans.size()
                        ? omission.getKey()
                        : at(omission.getValue(), omission.getKey()))
                .toList();
    }

    private Plan.Omission at(List<String> values, Plan.Omission omission) {
        return new Plan.Omission(
                omission.experiment(),
                omission.label(),
                omission.workload(),
                omission.strategy(),
                "at " + sweep.name() + "=" + String.join(",", values) + ": " + omission.reason());
    }
}
