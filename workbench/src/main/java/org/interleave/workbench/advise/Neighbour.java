package org.interleave.workbench.advise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.core.workloads.mix.StepKind;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;

/**
 * A profile with one share three tenths smaller or larger, the others in proportion: what the answer might depend on.
 *
 * @param kind whose share is another
 * @param percent its share
 * @param profile with it
 */
public record Neighbour(StepKind kind, double percent, RequestProfile profile) {

    private static final double LESS = 0.7;
    private static final double MORE = 1.3;
    private static final double ALL = 100;

    /** All of a profile, those of the largest share first; none of one with steps of one kind. */
    public static List<Neighbour> of(RequestProfile profile) {
        SequencedMap<StepKind, Double> shares = profile.shares();
        List<Neighbour> neighbours = new ArrayList<>();
        if (shares.size() > 1) {
            shares.entrySet().stream()
                    .sorted(Map.Entry.<StepKind, Double>comparingByValue().reversed())
                    .forEach(share -> {
                        neighbours.add(of(profile, share.getKey(), LESS * share.getValue()));
                        double more = Math.min(MORE * share.getValue(), (ALL + share.getValue()) / 2);
                        neighbours.add(of(profile, share.getKey(), more));
                    });
        }
        return neighbours;
    }

    private static Neighbour of(RequestProfile profile, StepKind kind, double percent) {
        return new Neighbour(kind, percent, profile.withShares(ShareList.with(profile.shares(), kind, percent)));
    }

    /** What differs, such as {@code wait=49%}. */
    String title() {
        return kind.title() + "=" + ShareList.number(percent) + "%";
    }

    /** The label of a contender that is measured on it. */
    String label(String contender) {
        return contender + " at " + title();
    }

    /** A contender on it. */
    public Plan.Entry entry(Plan.Entry base) {
        Configuration of = base.configuration();
        Map<String, String> parameters = new LinkedHashMap<>(of.parameters());
        parameters.put(Mix.SHARE.name(), profile.shareSetting());
        return new Plan.Entry(
                base.experiment(),
                label(base.label()),
                new Configuration(of.workload(), parameters, of.strategy(), of.options(), of.cpus(), of.twin()),
                base.highlights());
    }
}
