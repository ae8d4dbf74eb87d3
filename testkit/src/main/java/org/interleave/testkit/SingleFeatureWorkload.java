package org.interleave.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Workload;

/**
 * A workload without tasks that needs one feature, to ask a strategy whether it supports that.
 *
 * @param feature what it needs
 */
record SingleFeatureWorkload(Feature feature) implements Workload<String> {

    @Override
    public String name() {
        return "needing-one-feature";
    }

    @Override
    public String description() {
        return "no tasks, but a need of " + feature;
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of();
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(feature);
    }

    @Override
    public Round<String> prepare(Parameters parameters) {
        return new Round<>() {
            @Override
            public Job<String> job() {
                return Job.of(List.of());
            }

            @Override
            public Map<String, Metric> verify(Outcome<String> outcome) {
                return Map.of();
            }
        };
    }
}
