package org.interleave.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Stream;

/** The strategies, workloads and experiments that are there. Immutable. */
public final class Catalog {

    private final List<Strategy> strategies;
    private final List<Workload<?>> workloads;
    private final List<Experiment> experiments;

    private Catalog(List<Strategy> strategies, List<Workload<?>> workloads, List<Experiment> experiments) {
        this.strategies = strategies;
        this.workloads = workloads;
        this.experiments = experiments;
    }

    /**
     * Finds everything that a class loader can load.
     *
     * @throws InvalidInputException if two share a name, or a provider cannot be loaded
     */
    public static Catalog load(ClassLoader loader) {
        try {
            List<Strategy> strategies = strategies(loader);
            checkNames("strategies", strategies, Strategy::name);
            List<Workload<?>> workloads =
                    services(loader, Workload.class, Comparator.<Workload<?>, String>comparing(Workload::name));
            checkNames("workloads", workloads, Workload::name);
            List<Experiment> experiments = services(loader, Experiment.class, Comparator.comparing(Experiment::name));
            checkNames("experiments", experiments, Experiment::name);
            return new Catalog(strategies, workloads, experiments);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new InvalidInputException("cannot load a plug-in: " + e.getMessage(), e);
        }
    }

    private static List<Strategy> strategies(ClassLoader loader) {
        Stream<Strategy> single =
                ServiceLoader.load(Strategy.class, loader).stream().map(ServiceLoader.Provider::get);
        Stream<Strategy> sourced = ServiceLoader.load(StrategySource.class, loader).stream()
                .flatMap(source -> source.get().strategies(loader));
        return Stream.concat(single, sourced)
                .sorted(Comparator.comparing(Strategy::family))
                .toList();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <S, T extends S> List<T> services(ClassLoader loader, Class type, Comparator<T> order) {
        Stream<ServiceLoader.Provider<T>> providers = ServiceLoader.load((Class<T>) type, loader).stream();
        return providers.map(ServiceLoader.Provider::get).sorted(order).toList();
    }

    private static <T> void checkNames(String kind, List<T> all, Function<T, String> name) {
        long distinct = all.stream().map(name).distinct().count();
        if (distinct != all.size()) {
            List<String> names = all.stream().map(name).toList();
            String twice = names.stream()
                    .filter(candidate -> names.indexOf(candidate) != names.lastIndexOf(candidate))
                    .findFirst()
                    .orElseThrow();
            throw new InvalidInputException("two " + kind + " are called '" + twice + "'");
        }
    }

    /** The strategies, by family. */
    public List<Strategy> strategies() {
        return strategies;
    }

    /** The workloads, by name. */
    public List<Workload<?>> workloads() {
        return workloads;
    }

    /** The experiments, by name. */
    public List<Experiment> experiments() {
        return experiments;
    }

    /** The strategy of this name. @throws InvalidInputException if there is none */
    public Strategy strategy(String name) {
        return named("strategy", strategies, Strategy::name, name);
    }

    /** The workload of this name. @throws InvalidInputException if there is none */
    public Workload<?> workload(String name) {
        return named("workload", workloads, Workload::name, name);
    }

    /** The experiment of this name, if there is one. */
    public Optional<Experiment> experiment(String name) {
        return experiments.stream().filter(e -> e.name().equals(name)).findFirst();
    }

    private static <T> T named(String kind, Collection<T> all, Function<T, String> nameOf, String name) {
        return all.stream()
                .filter(candidate -> nameOf.apply(candidate).equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.unknown(
                        kind, name, all.stream().map(nameOf).toList()));
    }
}
