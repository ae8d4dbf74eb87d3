package org.interleave.core.catalog;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.interleave.core.Demand;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Workload;

/**
 * A workload and what it said of itself when it was asked once.
 *
 * @param <R> what each task results in
 */
final class DescribedWorkload<R extends Serializable> implements Workload<R> {

    private final Workload<R> workload;
    private final String name;
    private final String description;
    private final List<Parameter<?>> parameters;
    private final Optional<Set<String>> metrics;
    private final Set<Feature> needs;
    private final boolean kernels;
    private final boolean instanceKernels;
    private final Optional<Parameter<?>> size;
    private final List<String> highlights;

    /** @throws RefusedException if it is not as it has to be */
    DescribedWorkload(String name, Workload<R> workload, PluginCalls calls) {
        this.workload = workload;
        this.name = name;
        description = calls.text("description()", workload::description);
        parameters = calls.all("parameters()", workload::parameters);
        Naming.checkParameters(calls, "parameters()", name, parameters);
        needs = inOrder(calls.all("needs()", workload::needs));
        kernels = calls.call("hasKernels()", workload::hasKernels);
        instanceKernels = calls.call("hasInstanceKernels()", workload::hasInstanceKernels);
        size = calls.call("size()", workload::size);
        size.filter(parameter -> !parameters.contains(parameter)).ifPresent(other -> {
            throw new RefusedException("size() is " + other.name() + ", which is none of parameters()");
        });
        metrics = calls.call("metrics()", () -> workload.metrics().map(Set::copyOf));
        highlights = calls.all("highlights()", workload::highlights);
    }

    /** In the enum's order, so that the first that a strategy lacks is always the same. */
    private static Set<Feature> inOrder(Collection<Feature> needed) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        features.addAll(needed);
        return Collections.unmodifiableSet(features);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<Parameter<?>> parameters() {
        return parameters;
    }

    @Override
    public Set<Feature> needs() {
        return needs;
    }

    @Override
    public Set<Feature> needs(Parameters values) {
        return inOrder(workload.needs(values));
    }

    @Override
    public boolean hasKernels() {
        return kernels;
    }

    @Override
    public boolean hasKernels(Parameters values) {
        return workload.hasKernels(values);
    }

    @Override
    public boolean hasInstanceKernels() {
        return instanceKernels;
    }

    @Override
    public Optional<Set<String>> metrics() {
        return metrics;
    }

    @Override
    public Optional<Parameter<?>> size() {
        return size;
    }

    @Override
    public Optional<Parameter<?>> size(Parameters values) {
        return workload.size(values);
    }

    @Override
    public OptionalLong parts(Parameters values) {
        return workload.parts(values);
    }

    @Override
    public Demand demand(Parameters values) {
        return workload.demand(values);
    }

    @Override
    public Round<R> prepare(Parameters values) {
        return workload.prepare(values);
    }

    @Override
    public List<String> highlights() {
        return highlights;
    }

    @Override
    public Parameters warmUp(Parameters values) {
        return workload.warmUp(values);
    }

    @Override
    public String toString() {
        return name;
    }
}
