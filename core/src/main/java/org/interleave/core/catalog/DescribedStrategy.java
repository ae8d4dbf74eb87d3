package org.interleave.core.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.interleave.core.Availability;
import org.interleave.core.Demand;
import org.interleave.core.Execution;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameters;
import org.interleave.core.Printable;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyVariant;
import org.interleave.core.Workload;

/**
 * A strategy and its description, asked for once and checked. What depends on options or on a workload is asked each time;
 * where that fails, it is unavailable for this reason.
 */
final class DescribedStrategy implements Strategy {

    private final Strategy strategy;
    private final StrategyDescription description;
    private final PluginCalls calls;
    private final Optional<Set<String>> metrics;

    /**
     * Checks a description, but for the name.
     *
     * @param description what the strategy answered
     * @throws RefusedException if it is not as it has to be
     */
    DescribedStrategy(Strategy strategy, StrategyDescription description, PluginCalls calls) {
        this.strategy = strategy;
        this.calls = calls;
        Naming.checkParameters(calls, "options()", description.name(), description.options());
        this.description = new StrategyDescription(
                description.name(),
                description.family(),
                description.approach(),
                Printable.line(description.description()),
                description.features(),
                description.options(),
                description.onRequest());
        metrics = calls.call("metrics()", () -> strategy.metrics().map(Set::copyOf));
        checkedVariants(1);
        checkedVariants(Runtime.getRuntime().availableProcessors());
    }

    /** Asks whether it can run at all, of which nothing is kept. @throws RefusedException if it cannot answer that */
    void checkAvailability() {
        answer("availability(options)", () -> strategy.availability(Parameters.defaults(description.options())));
    }

    /** The strategy as it came. */
    Strategy strategy() {
        return strategy;
    }

    @Override
    public StrategyDescription describe() {
        return description;
    }

    /** @throws InvalidInputException if for this number it does not answer as it did when it was loaded */
    @Override
    public List<StrategyVariant> variants(int processors) {
        try {
            return checkedVariants(processors);
        } catch (RefusedException e) {
            throw new InvalidInputException("strategy " + name() + " has no usable variants: " + e.reason(), e);
        }
    }

    private List<StrategyVariant> checkedVariants(int processors) {
        List<StrategyVariant> variants = calls.all("variants(processors)", () -> strategy.variants(processors));
        Naming.checkVariants(calls, description, variants);
        return variants;
    }

    @Override
    public Optional<Set<String>> metrics() {
        return metrics;
    }

    @Override
    public Availability availability(Parameters values) {
        return orUnavailable("availability(options)", () -> strategy.availability(values));
    }

    @Override
    public Availability supports(Workload<?> workload, Parameters parameters) {
        return orUnavailable("supports(workload, parameters)", () -> strategy.supports(workload, parameters));
    }

    @Override
    public Availability supports(Demand demand) {
        return orUnavailable("supports(demand)", () -> strategy.supports(demand));
    }

    @Override
    public Execution open(Parameters values) {
        return strategy.open(values);
    }

    @Override
    public String toString() {
        return name();
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
