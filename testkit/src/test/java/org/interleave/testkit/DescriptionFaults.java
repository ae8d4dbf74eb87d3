package org.interleave.testkit;

import java.util.EnumSet;
import java.util.Set;
import org.interleave.core.Availability;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.StrategyDescription;
import org.interleave.core.Workload;

/** Faults in what a strategy says of itself. */
final class DescriptionFaults {

    private DescriptionFaults() {}

    static class WithoutDatagrams extends ReferenceStrategy {

        @Override
        public StrategyDescription describe() {
            return super.describe()
                    .withFeatures(EnumSet.complementOf(EnumSet.of(Feature.DATAGRAMS, Feature.ISOLATION)));
        }
    }

    static final class RefusesWithoutReason extends WithoutDatagrams {

        @Override
        public Availability supports(Workload<?> workload) {
            return super.supports(workload).isAvailable()
                    ? Availability.available()
                    : new Availability.Unavailable(" ");
        }
    }

    static final class AcceptsAll extends WithoutDatagrams {

        @Override
        public Availability supports(Workload<?> workload) {
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
            return EnumSet.complementOf(EnumSet.of(Feature.DATAGRAMS, Feature.ISOLATION));
        }
    }
}
