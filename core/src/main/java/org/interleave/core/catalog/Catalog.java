package org.interleave.core.catalog;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;

/**
 * The registry of strategies, workloads and experiments, built in or from plug-ins, and of what was refused. No two of them
 * have one name, but that an experiment of ours may be called as the strategy that it asks about. Immutable.
 *
 * <p>What each says of itself was asked once, when it was loaded, and is what these say from then on.
 */
public final class Catalog {

    /** Time limit of each method by which a plug-in describes itself, unless told otherwise. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<DescribedStrategy> strategies;
    private final List<Workload<?>> workloads;
    private final List<Experiment> experiments;
    private final List<Refusal> refusals;
    private final Set<String> services;
    private final Set<String> origins;
    private final Map<String, List<ProviderName>> strategyProviders;
    private final Map<String, List<ProviderName>> workloadProviders;
    private final Map<String, ClassLoader> pluginLoaders;

    private Catalog(Catalog other, List<Refusal> refusals) {
        strategies = other.strategies;
        workloads = other.workloads;
        experiments = other.experiments;
        this.refusals = List.copyOf(refusals);
        services = other.services;
        origins = other.origins;
        strategyProviders = other.strategyProviders;
        workloadProviders = other.workloadProviders;
        pluginLoaders = other.pluginLoaders;
    }

    private Catalog(CatalogLoader loaded) {
        strategies = loaded.strategies.stream()
                .sorted(Comparator.comparing(Strategy::family))
                .toList();
        workloads = loaded.workloads.stream()
                .sorted(Comparator.<Workload<?>, String>comparing(Workload::name))
                .toList();
        experiments = loaded.experiments.stream()
                .sorted(Comparator.comparing(Experiment::name))
                .toList();
        refusals = List.copyOf(loaded.refusals);
        services = Collections.unmodifiableSet(new TreeSet<>(loaded.services));
        origins = Set.copyOf(loaded.origins);
        strategyProviders = Map.copyOf(loaded.strategyProviders);
        workloadProviders = Map.copyOf(loaded.workloadProviders);
        pluginLoaders = Map.copyOf(loaded.pluginLoaders);
    }

    /** Finds everything that service files name and a class loader can load, with {@link #PATIENCE}. */
    public static Catalog load(ClassLoader loader) {
        return load(loader, List.of(), PATIENCE);
    }

    /**
     * Finds everything that service files name and class loaders can load.
     *
     * @param program finds the program's classes
     * @param plugins find those of plug-ins, each of its own
     * @param patience how long a method of a plug-in may take to say what the plug-in is
     */
    public static Catalog load(ClassLoader program, List<PluginClassLoader> plugins, Duration patience) {
        return load(new CatalogLoader(program, plugins, Optional.empty(), patience));
    }

    /**
     * Loads some providers alone, without looking for service files but those of plug-ins: that opens every jar on the path.
     *
     * @param program finds the program's classes
     * @param plugins find those of plug-ins, each of its own
     */
    public static Catalog load(ClassLoader program, List<PluginClassLoader> plugins, Set<ProviderName> providers) {
        return load(new CatalogLoader(program, plugins, Optional.of(providers), PATIENCE));
    }

    /** The classes that a plug-in names as providers of some services, by the services' names; none of them is loaded. */
    public static List<ProviderName> named(PluginClassLoader plugin, Set<String> services) {
        return services.stream()
                .flatMap(service -> ServiceFiles.providersOfPlugin(service, plugin).stream()
                        .map(provider -> new ProviderName(service, provider.type())))
                .toList();
    }

    private static Catalog load(CatalogLoader loading) {
        loading.load();
        return new Catalog(loading);
    }

    /** The same with more that cannot be used. */
    public Catalog withRefusals(Collection<Refusal> more) {
        return new Catalog(this, Stream.concat(refusals.stream(), more.stream()).toList());
    }

    /** The strategies, by family. */
    public List<Strategy> strategies() {
        return List.copyOf(strategies);
    }

    /** The workloads, by name. */
    public List<Workload<?>> workloads() {
        return workloads;
    }

    /** The experiments, by name. */
    public List<Experiment> experiments() {
        return experiments;
    }

    /** What cannot be used, and why. */
    public List<Refusal> refusals() {
        return refusals;
    }

    /**
     * The providers that it takes to load one strategy and one workload, with those that made the strategy for another.
     *
     * @throws InvalidInputException if there is no such strategy or workload
     */
    public Set<ProviderName> providers(String strategy, String workload) {
        return Stream.of(
                        strategyProviders.get(strategy(strategy).name()),
                        workloadProviders.get(workload(workload).name()))
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The loader of a plug-in's classes, by the name of what it brings; empty if it is ours. */
    public Optional<ClassLoader> pluginLoader(String name) {
        return Optional.ofNullable(pluginLoaders.get(name));
    }

    /** The services whose providers were looked for, by the names of their types. */
    public Set<String> services() {
        return services;
    }

    /** The jars and directories that name a provider, by their paths, whether it was refused or not. */
    public Set<String> origins() {
        return origins;
    }

    /** The strategy of this name. @throws InvalidInputException if there is none */
    public Strategy strategy(String name) {
        return named("strategy", strategies, Strategy::name, name);
    }

    /**
     * The strategies that are of a further type, by name, as their providers made them.
     *
     * @param type what they are beside a strategy
     */
    public <S extends Strategy> SequencedMap<String, S> strategies(Class<S> type) {
        SequencedMap<String, S> found = new LinkedHashMap<>();
        for (DescribedStrategy described : strategies) {
            if (type.isInstance(described.strategy())) {
                found.put(described.name(), type.cast(described.strategy()));
            }
        }
        return found;
    }

    /** The workload of this name. @throws InvalidInputException if there is none */
    public Workload<?> workload(String name) {
        return named("workload", workloads, Workload::name, name);
    }

    /** The experiment of this name, if there is one. */
    public Optional<Experiment> experiment(String name) {
        return experiments.stream().filter(e -> e.name().equals(name)).findFirst();
    }

    /** That a name is unknown, or why what has it is refused. */
    public InvalidInputException unknown(String kind, String name, Collection<String> known) {
        return refusals.stream()
                .filter(refusal -> refusal.name().filter(name::equals).isPresent())
                .findFirst()
                .map(refusal -> new InvalidInputException(refusal.line()))
                .orElseGet(() -> InvalidInputException.unknown(kind, name, known));
    }

    private <T> T named(String kind, Collection<? extends T> all, Function<T, String> nameOf, String name) {
        return all.stream()
                .filter(candidate -> nameOf.apply(candidate).equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(kind, name, all.stream().map(nameOf).toList()));
    }
}
