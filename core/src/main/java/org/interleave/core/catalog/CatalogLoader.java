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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    /** The classes of providers that were refused. */
    final Set<String> refused = new HashSet<>();

    /** The classes of providers of which something is in the catalogue. */
    final Set<String> entered = new HashSet<>();

    private final ClassLoader loader;
    private final Set<String> skipped;
    private final PluginCalls plugin;
    private final Map<String, Offer> named = new HashMap<>();
    private final Map<Service, ServiceFiles.Provider> seen = new HashMap<>();
    private final Deque<Runnable> later = new ArrayDeque<>();

    /** A class as a provider of a service. */
    private record Service(Class<?> service, Class<?> type) {}

    /** A provider on its way into the catalogue: as what, whence, and how it is called. */
    private record Offer(String kind, ServiceFiles.Provider provider, boolean own, PluginCalls calls) {

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

    private static final String STRATEGY = "strategy";
    private static final String WORKLOAD = "workload";
    private static final String EXPERIMENT = "experiment";

    /** What an offer turns out to be, once it was made: describes it and puts it into the catalogue. */
    private interface Entry<T> {
        void enter(T provider, Offer offer);
    }

    CatalogLoader(ClassLoader loader, Set<String> skipped, Duration patience) {
        this.loader = loader;
        this.skipped = Set.copyOf(skipped);
        plugin = new PluginCalls(Optional.of(patience));
    }

    /** Ours come first, so that no plug-in takes the name of one of them. */
    void load() {
        each(STRATEGY, Strategy.class, this::enterStrategy);
        each(
                "source of strategies",
                StrategySource.class,
                (source, offer) -> enterSource((StrategySource<?>) source, offer));
        each(WORKLOAD, Workload.class, (workload, offer) -> enterWorkload((Workload<?>) workload, offer));
        each(EXPERIMENT, Experiment.class, this::enterExperiment);
        while (!later.isEmpty()) {
            later.removeFirst().run();
        }
    }

    private <T> void each(String kind, Class<T> service, Entry<? super T> entry) {
        services.add(service.getName());
        for (ServiceFiles.Provider provider : ServiceFiles.providers(service, loader)) {
            origins.add(provider.origin());
            if (!skipped.contains(provider.type())) {
                offer(kind, service, provider, entry);
            }
        }
    }

    private <T> void offer(String kind, Class<T> service, ServiceFiles.Provider provider, Entry<? super T> entry) {
        try {
            Class<?> type = type(provider, service);
            boolean own = type.getClassLoader() == Catalog.class.getClassLoader();
            ServiceFiles.Provider earlier = seen.putIfAbsent(new Service(service, type), provider);
            if (earlier != null && !own) {
                throw new RefusedException("a class of this name is loaded from " + earlier.origin() + " already");
            }
            if (earlier == null && own) {
                make(service, type, new Offer(kind, provider, true, OWN), entry);
            }
            if (earlier == null && !own) {
                later.addLast(() -> make(service, type, new Offer(kind, provider, false, plugin), entry));
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
        refused.add(provider.type());
        refusals.add(new Refusal(kind, name, Optional.of(provider.type()), provider.origin(), why.reason()));
    }

    /** Loads a class; nothing of it runs yet. */
    private Class<?> type(ServiceFiles.Provider provider, Class<?> service) {
        Class<?> type;
        try {
            type = Class.forName(provider.type(), false, loader);
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
            entered.add(offer.provider().type());
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
        });
    }

    private <P> void enterSource(StrategySource<P> source, Offer offer) {
        for (Strategy strategy : offer.calls().<Strategy>all("strategies()", source::strategies)) {
            enterStrategy(strategy, new Offer(STRATEGY, offer.provider(), offer.own(), offer.calls()));
        }
        Class<P> service = offer.calls().call("service()", source::service);
        each(STRATEGY, service, (provider, found) -> {
            Strategy strategy = found.calls().call("its strategy", () -> source.strategy(provider));
            enterStrategy(strategy, found);
        });
    }

    private <R extends Serializable> void enterWorkload(Workload<R> workload, Offer offer) {
        String name = Naming.name(offer.calls().call("name()", workload::name));
        named(offer, name, () -> workloads.add(new DescribedWorkload<>(name, workload, offer.calls())));
    }

    private void enterExperiment(Experiment experiment, Offer offer) {
        String name = Naming.name(offer.calls().call("name()", experiment::name));
        named(offer, name, () -> experiments.add(new DescribedExperiment(name, experiment, offer.calls())));
    }
}
