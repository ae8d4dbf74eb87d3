package org.interleave.testkit;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.interleave.core.Availability;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Workload;

/** Faults in what a strategy says of itself. */
final class DescriptionFaults {

    private DescriptionFaults() {}

    static class WithoutDatagrams extends ReferenceStrategy {

        @Override
        public Set<Feature> features() {
            return EnumSet.complementOf(EnumSet.of(Feature.DATAGRAMS, Feature.ISOLATION));
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
        public String name() {
            return "Reference Strategy";
        }
    }

    static final class OptionTwice extends ReferenceStrategy {

        @Override
        public List<Parameter<?>> options() {
            return List.of(workers(), workers());
        }

        private static Parameter<Long> workers() {
            return Parameter.count("workers", "how many workers", 2, 2, 1, 64);
        }
    }
}
