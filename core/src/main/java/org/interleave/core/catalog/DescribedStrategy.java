package org.interleave.core.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;

/**
 * A strategy and what it said of itself when it was asked once. What depends on options or on a workload is asked each
 * time; where that fails, it is unavailable for this reason.
 */
final class DescribedStrategy implements Strategy {

    private final Strategy strategy;
    private final PluginCalls calls;
    private final String name;
    private final Family family;
    private final String description;
    private final Approach label;
    private final Optional<Set<String>> metrics;
    private final Set<Feature> features;
    private final List<Parameter<?>> options;

    /** @throws RefusedException if it is not as it has to be */
    DescribedStrategy(String name, Strategy strategy, PluginCalls calls) {
        this.strategy = strategy;
        this.calls = calls;
        this.name = name;
        family = calls.call("family()", strategy::family);
        description = calls.text("description()", strategy::description);
        label = calls.call("label()", strategy::label);
        List<Feature> offered = calls.all("features()", strategy::features);
        features = Set.copyOf(offered);
        options = calls.all("options()", strategy::options);
        Naming.checkParameters(calls, "options()", name, options);
        metrics = calls.call("metrics()", () -> strategy.metrics().map(Set::copyOf));
    }

    /** Asks whether it can run at all, of which nothing is kept. @throws RefusedException if it cannot answer that */
    void checkAvailability() {
        answer("availability()", strategy::availability);
        answer("availability(options)", () -> strategy.availability(Parameters.defaults(options)));
    }

    /** The strategy as it came. */
    Strategy strategy() {
        return strategy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Family family() {
        return family;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Approach label() {
        return label;
    }

    @Override
    public Set<Feature> features() {
        return features;
    }

    @Override
    public List<Parameter<?>> options() {
        return options;
    }

    @Override
    public Optional<Set<String>> metrics() {
        return metrics;
    }

    @Override
    public Availability availability() {
        return orUnavailable("availability()", strategy::availability);
    }

    @Override
    public Availability availability(Parameters values) {
        return orUnavailable("availability(options)", () -> strategy.availability(values));
    }

    @Override
    public Availability supports(Workload<?> workload) {
        return orUnavailable("supports(workload)", () -> strategy.supports(workload));
    }

    @Override
    public Execution open(Parameters values) {
        return strategy.open(values);
    }

    @Override
    public String toString() {
        return name;
    }

    private Availability orUnavailable(String method, Supplier<Availability> question) {
        try {
            return answer(method, question);
        } catch (RefusedException e) {
            return new Availability.Unavailable(e.reason());
        }
    }

    private Availability answer(String method, Supplier<Availability> question) {
        return switch (calls.call(method, question::get)) {
            case Availability.Available available -> available;
            case Availability.Unavailable unavailable ->
                new Availability.Unavailable(calls.text("the reason of " + method, unavailable::reason));
        };
    }
}
