package org.interleave.workbench.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.Printable;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.Refusal;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Request;

/** Checks the plug-ins of a place: their files first, then what they bring, against the contracts of the kit. */
public final class PluginCheck {

    private final String place;
    private final Duration patience;
    private final Consumer<Finding> listener;

    /**
     * For a place.
     *
     * @param place a directory of plug-ins, or one
     * @param patience how long a single check may take
     * @param listener told of each finding as it is found
     */
    public PluginCheck(String place, Duration patience, Consumer<Finding> listener) {
        this.place = place;
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * Checks everything.
     *
     * @throws InvalidInputException if there is nothing to check
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void run() throws InterruptedException {
        List<Path> classPath = Plugins.classPath(place);
        ClassFiles files = ClassFiles.read(classPath);
        checkFiles(files);
        Catalog catalog = Plugins.catalog(Optional.of(place));
        checkServices(files, catalog);
        List<Contract> contracts = contracts(catalog);
        catalog.experiments().stream()
                .map(Experiment::name)
                .filter(name -> catalog.pluginLoader(name).isPresent())
                .forEach(name -> checkPlan(catalog, name));
        for (Contract contract : contracts) {
            new ContractProcess(place, contract, patience, listener).run();
        }
        for (Path library : Plugins.kernelLibraries(Optional.of(place))) {
            new ContractProcess(
                            place, new Contract(Contract.Kind.KERNEL_LIBRARY, library.toString()), patience, listener)
                    .run();
        }
    }

    private void checkFiles(ClassFiles files) {
        files.tooNew()
                .forEach((type, release) -> listener.accept(Finding.failed("class " + type
                        + " is compiled for Java " + release + ", and this is Java "
                        + Runtime.version().feature() + ": compile it with --release "
                        + Runtime.version().feature())));
        files.broken().forEach(path -> listener.accept(Finding.failed(path + " is no class file")));
    }

    /** What a refusal says of a class that is too new has been said. */
    private void checkServices(ClassFiles files, Catalog catalog) {
        Set<String> refused = catalog.refusals().stream()
                .flatMap(refusal -> refusal.type().stream())
                .collect(Collectors.toSet());
        catalog.refusals().stream()
                .filter(refusal ->
                        refusal.type().filter(files.tooNew()::containsKey).isEmpty())
                .map(Refusal::line)
                .map(Finding::failed)
                .forEach(listener);
        Set<String> named = Plugins.providers(place, catalog.services());
        Map<String, String> possible = files.providers(catalog.services());
        List<String> missing = new ArrayList<>(possible.keySet());
        missing.removeAll(named);
        missing.removeAll(refused);
        for (String type : missing) {
            String service = possible.get(type);
            listener.accept(Finding.failed(
                    "class " + type + " is a " + service + ", but no file META-INF/services/" + service + " names it"));
        }
        if (missing.isEmpty() && catalog.refusals().isEmpty() && files.tooNew().isEmpty() && !named.isEmpty()) {
            listener.accept(Finding.ok("files: " + named.size() + (named.size() == 1 ? " class is" : " classes are")
                    + " named in META-INF/services, and can be loaded"));
        }
    }

    private static List<Contract> contracts(Catalog catalog) {
        List<Contract> contracts = new ArrayList<>();
        catalog.strategies().stream()
                .map(Strategy::name)
                .forEach(name -> contracts.add(new Contract(Contract.Kind.STRATEGY, name)));
        catalog.workloads().stream()
                .map(Workload::name)
                .forEach(name -> contracts.add(new Contract(Contract.Kind.WORKLOAD, name)));
        catalog.experiments().stream()
                .map(Experiment::name)
                .forEach(name -> contracts.add(new Contract(Contract.Kind.EXPERIMENT, name)));
        contracts.removeIf(contract -> catalog.pluginLoader(contract.name()).isEmpty());
        return contracts;
    }

    private void checkPlan(Catalog catalog, String experiment) {
        for (Preset preset : Preset.values()) {
            String what = "experiment " + experiment + ", planned as " + Printable.line(preset.toString());
            try {
                Planner.plan(catalog, Request.of(List.of(experiment), preset, List.of(0)));
                listener.accept(Finding.ok(what));
            } catch (InvalidInputException e) {
                listener.accept(Finding.failed(what + ": " + e.getMessage()));
            }
        }
    }
}
