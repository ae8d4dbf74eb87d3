package org.interleave.workbench.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.Availability;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.ProviderName;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Suite;

/**
 * The archives of classes that forks share, so that each starts in half the time. They hold classes loaded and linked, no
 * compiled code and no profile, so a fork warms up as any other.
 *
 * <p>The launcher makes them after a build: it runs {@link #main}, which loads what forks load, in a JVM that is told to
 * write down its classes at its end. A fork that uses one loads all classes in it; so strategies with large libraries have one
 * of their own, called after their package.
 */
final class ForkArchive {

    /** The system property that says where the one is that all others share. */
    private static final String LOCATION = "interleave.fork-archive";

    private static final String ENDING = ".aot";

    /** What the launcher calls it. */
    static final String NAME = "forks" + ENDING;

    private ForkArchive() {}

    /** The one of the running program that all share which have none of their own, if the launcher named one. */
    static Optional<Path> own() {
        return Optional.ofNullable(System.getProperty(LOCATION)).map(Path::of);
    }

    /**
     * What makes a fork use the archive for it; nothing if there is none. A fork says nothing of an archive it cannot use.
     *
     * @param archive that others share, if there is one
     * @param providers what the fork loads
     */
    static List<String> flags(Optional<Path> archive, Set<ProviderName> providers) {
        return archive.map(Path::toString)
                .flatMap(shared -> candidates(shared, providers)
                        .filter(file -> Files.isRegularFile(Path.of(file)))
                        .findFirst())
                .map(file -> List.of("-XX:AOTCache=" + file, "-Xlog:cds*=off", "-Xlog:aot*=off"))
                .orElse(List.of());
    }

    /** The archives of the providers' packages, then the one that others share. */
    private static Stream<String> candidates(String shared, Set<ProviderName> providers) {
        int ending = shared.length() - ENDING.length();
        return shared.endsWith(ENDING)
                ? Stream.concat(
                        packages(providers).map(name -> shared.substring(0, ending) + "-" + name + ENDING),
                        Stream.of(shared))
                : Stream.of(shared);
    }

    /** The names of the packages that the providers' classes are in, and of the packages around those, the innermost first. */
    static Stream<String> packages(Set<ProviderName> providers) {
        return providers.stream()
                .map(ProviderName::type)
                .sorted()
                .flatMap(type ->
                        List.of(type.split("\\.", -1)).reversed().stream().skip(1));
    }

    /**
     * Runs strategies on a little of each workload of the suite, in this JVM, one of them as a fork would.
     *
     * @param packages the names of packages that the strategies are in, or around those
     */
    public static void main(String[] packages) throws InterruptedException {
        Catalog catalog = Plugins.catalog(Optional.empty());
        List<ForkOrder> orders = orders(catalog).stream()
                .filter(order -> packages(order.providers()).anyMatch(List.of(packages)::contains))
                .toList();
        ForkOutcome whole =
                new ForkWork(ForkOrder.parse(orders.getFirst().line())).measure(() -> {}, ForkReport::roundEnded);
        if (ForkReport.text(whole).isEmpty()) {
            throw new IllegalStateException("no report");
        }
        for (ForkOrder order : orders) {
            Trial<?> trial = Trial.open(Plugins.catalog(Optional.empty(), order.providers()), order);
            trial.round();
            trial.provenance();
            trial.close();
        }
        System.exit(0); // as a fork, without waiting for what libraries keep
    }

    private static List<ForkOrder> orders(Catalog catalog) {
        List<ForkOrder> orders = new ArrayList<>();
        for (Strategy strategy : catalog.strategies()) {
            for (Map.Entry<String, Map<String, String>> small :
                    Suite.workloads().entrySet()) {
                order(catalog, strategy, catalog.workload(small.getKey()), small.getValue())
                        .ifPresent(orders::add);
            }
        }
        return orders;
    }

    private static Optional<ForkOrder> order(
            Catalog catalog, Strategy strategy, Workload<?> workload, Map<String, String> given) {
        Parameters parameters = Parameters.of(workload.name(), workload.parameters(), given, Preset.QUICK);
        Parameters options = Parameters.of(strategy.name(), strategy.options(), Map.of(), Preset.QUICK);
        if (strategy.supports(workload, parameters) instanceof Availability.Unavailable
                || strategy.availability(options) instanceof Availability.Unavailable) {
            return Optional.empty();
        }
        Configuration configuration =
                new Configuration(workload.name(), parameters.asText(), strategy.name(), options.asText(), List.of());
        return Optional.of(ForkOrder.of(catalog, configuration, Optional.empty(), 1));
    }
}
