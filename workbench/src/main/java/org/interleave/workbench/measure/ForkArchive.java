package org.interleave.workbench.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Availability;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Suite;

/**
 * The archive of classes that forks share, so that each starts in half the time. It holds classes loaded and
 * linked, no compiled code and no profile, so a fork warms up as any other.
 *
 * <p>The launcher makes it after a build: it runs {@link #main}, which loads what forks load, in a JVM that is told to
 * write down its classes at its end.
 */
final class ForkArchive {

    /** The system property that says where it is. */
    private static final String LOCATION = "interleave.fork-archive";

    private ForkArchive() {}

    /** What makes a fork use it; nothing if there is none. A fork says nothing of an archive it cannot use. */
    static List<String> flags() {
        return Optional.ofNullable(System.getProperty(LOCATION))
                .filter(file -> Files.isRegularFile(Path.of(file)))
                .map(file -> List.of("-XX:AOTCache=" + file, "-Xlog:cds*=off", "-Xlog:aot*=off"))
                .orElse(List.of());
    }

    /** Runs every strategy on a little of each workload of the suite, in this JVM, one of them as a fork would. */
    public static void main(String[] arguments) throws InterruptedException {
        Catalog catalog = Plugins.catalog(Optional.empty());
        List<ForkOrder> orders = orders(catalog);
        ForkOutcome whole = ForkMain.measure(ForkOrder.parse(orders.getFirst().line()), ForkReport::roundEnded);
        if (ForkReport.text(whole).isEmpty()) {
            throw new IllegalStateException("no report");
        }
        for (ForkOrder order : orders) {
            Trial<?> trial = Trial.open(catalog, order);
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
                order(strategy, catalog.workload(small.getKey()), small.getValue()).ifPresent(orders::add);
            }
        }
        return orders;
    }

    private static Optional<ForkOrder> order(Strategy strategy, Workload<?> workload, Map<String, String> given) {
        Parameters parameters = Parameters.of(workload.name(), workload.parameters(), given, Preset.QUICK);
        Parameters options = Parameters.of(strategy.name(), strategy.options(), Map.of(), Preset.QUICK);
        if (strategy.supports(workload) instanceof Availability.Unavailable
                || strategy.availability(options) instanceof Availability.Unavailable) {
            return Optional.empty();
        }
        Configuration configuration =
                new Configuration(workload.name(), parameters.asText(), strategy.name(), options.asText(), List.of());
        return Optional.of(ForkOrder.of(configuration, Optional.empty(), Set.of(), 1));
    }
}
