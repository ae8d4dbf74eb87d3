package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Holm's step-down test of several hypotheses at once: the probability that any true one is rejected is at most the level,
 * however they depend on each other (Holm, <i>A simple sequentially rejective multiple test procedure</i>, 1979).
 */
public final class Holm {

    private Holm() {}

    /**
     * The places of those that are rejected.
     *
     * @param probabilities for each hypothesis, how probable what was seen would be if it were true
     * @param level what is allowed, such as 0.05
     */
    public static Set<Integer> rejected(List<Double> probabilities, double level) {
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, probabilities.size()).boxed().toList());
        places.sort(Comparator.comparing(probabilities::get));
        Set<Integer> rejected = new HashSet<>();
        for (int place : places) {
            int left = probabilities.size() - rejected.size();
            if (probabilities.get(place) > level / left) {
                break;
            }
            rejected.add(place);
        }
        return rejected;
    }
}
