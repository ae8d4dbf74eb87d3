package org.interleave.testkit;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyVariant;
import org.interleave.core.Workload;

/** Faults in what a strategy says of itself. */
final class DescriptionFaults {

    private DescriptionFaults() {}

    static class WithoutDatagrams extends ReferenceStrategy {

        @Override
        public StrategyDescription describe() {
            return super.describe()
                    .withFeatures(
                            EnumSet.complementOf(EnumSet.of(Feature.DATAGRAMS, Feature.ISOLATION, Feature.KERNELS)));
        }
    }

    static final class RefusesWithoutReason extends WithoutDatagrams {

        @Override
        public Availability supports(Workload<?> workload, Parameters parameters) {
            return super.supports(workload, parameters).isAvailable()
                    ? Availability.available()
                    : new Availability.Unavailable(" ");
        }
    }

    static final class AcceptsAll extends WithoutDatagrams {

        @Override
        public Availability supports(Workload<?> workload, Parameters parameters) {
            return Availability.available();
        }
    }

    static final class UntidyName extends ReferenceStrategy {

        @Override
        public StrategyDescription describe() {
            StrategyDescription tidy = super.describe();
            return StrategyDescription.of("Reference Strategy", tidy.family(), tidy.approach(), tidy.description())
                    .withFeatures(tidy.features());
        }
    }

    static final class OptionTwice extends ReferenceStrategy {

        @Override
        public StrategyDescription describe() {
            return super.describe().withOptions(workers(), workers());
        }

        private static Parameter<Long> workers() {
            return Parameter.count("workers", "how many workers", 2, 2, 1, 64);
        }
    }

    static final class SaysTwoThings extends ReferenceStrategy {

        @Override
        public Set<Feature> features() {
            return EnumSet.complementOf(EnumSet.of(Feature.DATAGRAMS, Feature.ISOLATION, Feature.KERNELS));
        }
    }

    static class WithVariants extends ReferenceStrategy {

        static final Parameter<Long> WORKERS = Parameter.count("workers", "how many workers", 1, 1, 1, 64);

        @Override
        public StrategyDescription describe() {
            return super.describe().withOptions(WORKERS);
        }

        @Override
        public List<StrategyVariant> variants(int processors) {
            return List.of(StrategyVariant.perCpu(WORKERS, processors, 64));
        }
    }

    static final class VariantTwice extends WithVariants {

        @Override
        public List<StrategyVariant> variants(int processors) {
            return List.of(
                    super.variants(processors).getFirst(), new StrategyVariant(StrategyVariant.PER_CPU, Map.of()));
        }
    }

    static final class VariantOfTheMachine extends WithVariants {

        @Override
        public List<StrategyVariant> variants(int processors) {
            return List.of(new StrategyVariant("on-" + processors, Map.of()));
        }
    }

    /** Sound with one worker, and forgetful with more. */
    static final class FaultyVariant extends WithVariants {

        @Override
        public List<StrategyVariant> variants(int processors) {
            return List.of(new StrategyVariant("two", Map.of(WORKERS.name(), "2")));
        }

        @Override
        public Execution open(Parameters options) {
            return options.get(WORKERS) > 1 ? new CompletionFaults.ForgetsWorkers() : super.open(options);
        }
    }
}
