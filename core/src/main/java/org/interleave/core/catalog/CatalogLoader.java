package org.interleave.core.catalog;

import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.Experiment;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategySource;
import org.interleave.core.ThrownText;
import org.interleave.core.Workload;

/**
 * Fills a catalogue with what service files name: makes each provider, asks it once what it is, and refuses it if that is
 * not as it has to be. One that is refused costs no other.
 */
final class CatalogLoader {

    private static final PluginCalls OWN = new PluginCalls(Optional.empty());

    final List<DescribedStrategy> strategies = new ArrayList<>();
    final List<Workload<?>> workloads = new ArrayList<>();
    final List<Experiment> experiments = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();

    /** The services that were looked for. */
    final Set<String> services = new LinkedHashSet<>();

    /** The jars and directories that name a provider. */
    final Set<String> origins = new LinkedHashSet<>();

    /** By what providers a strategy of a name came into the catalogue. */
    final Map<String, List<ProviderName>> strategyProviders = new HashMap<>();

    /** By what provider a workload of a name came into the catalogue. */
    final Map<String, List<ProviderName>> workloadProviders = new HashMap<>();

    /** The loaders of the plug-ins' classes by the name of what they bring; nothing for ours. */
    final Map<String, ClassLoader> pluginLoaders = new HashMap<>();

    private final ClassLoader program;
    private final List<PluginClassLoader> plugins;
    private final Optional<Set<ProviderName>> listing;
    private final Duration patience;
    private final Map<String, Offer> named = new HashMap<>();
    private final Map<Service, ServiceFiles.Provider> seen = new HashMap<>();
    private final Deque<Runnable> later = new ArrayDeque<>();

    /** A class as a provider of a service. */
    private record Service(Class<?> service, String type) {}

    /** A provider on its way into the catalogue: as what, whence, by way of what others, and how it is called. */
    private record Offer(
            String kind, ServiceFiles.Provider provider, List<ProviderName> names, boolean own, PluginCalls calls) {

        /** An experiment of ours may be called as the strategy that it asks about. */
        boolean mayShareNameWith(Offer other) {
            boolean asks = kind.equals(STRATEGY) != other.kind.equals(STRATEGY)
                    && (kind.equals(EXPERIMENT) || other.kind.equals(EXPERIMENT));
            return asks && own && other.own;
        }

        @Override
        public String toString() {
            return (own ? "the built-in " : "the ") + kind + " (" + provider.type()
                    + (own ? "" : " in " + provider.origin()) + ")";
        }
    }

    /** The origin of a provider that no file named. */
    private static final String LISTED = "a list";

    private static final String STRATEGY = "strategy";
    private static final String WORKLOAD = "workload";
    private static final String EXPERIMENT = "experiment";

    /** What an offer turns out to be, once it was made: describes it and puts it into the catalogue. */
    private interface Entry<T> {
        void enter(T provider, Offer offer);
    }

    /**
     * Nothing is loaded yet.
     *
     * @param program finds the program's classes, and any that are beside them
     * @param plugins find those of plug-ins
     * @param listing the providers to load; nothing for all that service files name
     */
    CatalogLoader(
            ClassLoader program,
            List<PluginClassLoader> plugins,
            Optional<Set<ProviderName>> listing,
            Duration patience) {
        this.program = program;
        this.plugins = plugins;
        this.listing = listing;
        this.patience = patience;
    }

    /** Ours come first, so that no plug-in takes the name of one of them. */
    void load() {
        each(STRATEGY, Strategy.class, List.of(), this::enterStrategy);
        each(
                "source of strategies",
                StrategySource.class,
                List.of(),
                (source, offer) -> enterSource((StrategySource<?>) source, offer));
        each(WORKLOAD, Workload.class, List.of(), (workload, offer) -> enterWorkload((Workload<?>) workload, offer));
        each(EXPERIMENT, Experiment.class, List.of(), this::enterExperiment);
        while (!later.isEmpty()) {
            later.removeFirst().run();
        }
    }

    private <T> void each(String kind, Class<T> service, List<ProviderName> via, Entry<? super T> entry) {
        services.add(service.getName());
        for (ServiceFiles.Provider provider : providers(service)) {
            origins.add(provider.origin());
            List<ProviderName> names = new ArrayList<>(via);
            names.add(new ProviderName(service.getName(), provider.type()));
            offer(kind, service, provider, names, entry);
        }
    }

    private List<ServiceFiles.Provider> providers(Class<?> service) {
        Stream<ServiceFiles.Provider> ofPlugins =
                plugins.stream().flatMap(plugin -> ServiceFiles.providersOfPlugin(service.getName(), plugin).stream());
        if (listing.isEmpty()) {
            return Stream.concat(ServiceFiles.providers(service, program).stream(), ofPlugins)
                    .toList();
        }
        List<ServiceFiles.Provider> found = ofPlugins.toList();
        return listing.get().stream()
                .filter(name -> name.service().equals(service.getName()))
                .map(name -> found.stream()
                        .filter(provider -> provider.type().equals(name.type()))
                        .findFirst()
                        .orElseGet(() -> new ServiceFiles.Provider(name.type(), LISTED, program)))
                .toList();
    }

    private <T> void offer(
            String kind,
            Class<T> service,
            ServiceFiles.Provider provider,
            List<ProviderName> names,
            Entry<? super T> entry) {
        try {
            Class<?> type = type(provider, service);
            boolean own = type.getClassLoader() == Catalog.class.getClassLoader();
            ServiceFiles.Provider earlier = seen.putIfAbsent(new Service(service, provider.type()), provider);
            if (earlier != null && !own) {
                throw new RefusedException("a class of this name is loaded from " + earlier.origin() + " already");
            }
            PluginCalls calls = own ? OWN : new PluginCalls(Optional.of(new PluginCalls.Plugin(patience, type)));
            Offer offer = new Offer(kind, provider, names, own, calls);
            if (earlier == null && own) {
                make(service, type, offer, entry);
            }
            if (earlier == null && !own) {
                later.addLast(() -> make(service, type, offer, entry));
            }
        } catch (RefusedException e) {
            refuse(kind, Optional.empty(), provider, e);
        }
    }

    private <T> void make(Class<T> service, Class<?> type, Offer offer, Entry<? super T> entry) {
        try {
            entry.enter(offer.calls().call("its constructor", () -> service.cast(instance(type))), offer);
        } catch (RefusedException e) {
            refuse(offer.kind(), Optional.empty(), offer.provider(), e);
        }
    }

    private void refuse(String kind, Optional<String> name, ServiceFiles.Provider provider, RefusedException why) {
        refusals.add(new Refusal(kind, name, Optional.of(provider.type()), provider.origin(), why.reason()));
    }

    /** Loads a class; nothing of it runs yet. */
    private static Class<?> type(ServiceFiles.Provider provider, Class<?> service) {
        Class<?> type;
        try {
            type = Class.forName(provider.type(), false, provider.loader());
        } catch (ClassNotFoundException e) {
            throw new RefusedException("there is no such class");
        } catch (LinkageError e) {
            throw new RefusedException("the class cannot be loaded: " + ThrownText.line(e));
        }
        if (!service.isAssignableFrom(type)) {
            throw new RefusedException("the class is no " + service.getName());
        }
        return type;
    }

    private static Object instance(Class<?> type) throws Throwable {
        if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
            throw new RefusedException("the class is not public, or is abstract");
        }
        try {
            Constructor<?> constructor = type.getConstructor();
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new RefusedException("the class has no public constructor without parameters");
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNullElse(e.getCause(), e);
        }
    }

    /** Finds out a name and whether it is free, then goes on with the rest. What is refused from now on has a name. */
    private void named(Offer offer, String name, Runnable rest) {
        Offer earlier = named.get(name);
        try {
            if (earlier != null && !offer.mayShareNameWith(earlier)) {
                throw new RefusedException("its name is that of " + earlier);
            }
            if (name.equals(Experiment.SUITE)) {
                throw new RefusedException("its name is that of the suite");
            }
            rest.run();
            named.putIfAbsent(name, offer);
        } catch (RefusedException e) {
            refuse(offer.kind(), Optional.of(name), offer.provider(), e);
        }
    }

    private void enterStrategy(Strategy strategy, Offer offer) {
        StrategyDescription description = offer.calls().call("describe()", strategy::describe);
        named(offer, Naming.nameOfStrategy(description.name()), () -> {
            DescribedStrategy described = new DescribedStrategy(strategy, description, offer.calls());
            if (!offer.own()) {
                described.checkAvailability();
            }
            strategies.add(described);
            strategyProviders.put(described.name(), offer.names());
            noteLoader(described.name(), offer);
        });
    }

    private <P> void enterSource(StrategySource<P> source, Offer offer) {
        for (Strategy strategy : offer.calls().<Strategy>all("strategies()", source::strategies)) {
            enterStrategy(strategy, new Offer(STRATEGY, offer.provider(), offer.names(), offer.own(), offer.calls()));
        }
        Class<P> service = offer.calls().call("service()", source::service);
        each(STRATEGY, service, offer.names(), (provider, found) -> {
            Strategy strategy = found.calls().call("its strategy", () -> source.strategy(provider));
            enterStrategy(strategy, found);
        });
    }

    private <R extends Serializable> void enterWorkload(Workload<R> workload, Offer offer) {
        String name = Naming.name(offer.calls().call("name()", workload::name));
        named(offer, name, () -> {
            workloads.add(new DescribedWorkload<>(name, workload, offer.calls()));
            workloadProviders.put(name, offer.names());
            noteLoader(name, offer);
        });
    }

    private void noteLoader(String name, Offer offer) {
        offer.calls().plugin().ifPresent(plugin -> pluginLoaders.put(name, plugin.loader()));
    }

    private void enterExperiment(Experiment experiment, Offer offer) {
        String name = Naming.name(offer.calls().call("name()", experiment::name));
        named(offer, name, () -> {
            experiments.add(new DescribedExperiment(name, experiment, offer.calls()));
            noteLoader(name, offer);
        });
    }
}
