package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/**
 * Two tasks retain and release the objects of a table; and one task alone.
 *
 * <p>Without protection counts go wrong: objects are freed while they are in use, or never. The giant lock, a lock for
 * each count, and counts stored by compare-and-set all keep them exact. The difference is what it costs a program that
 * has one thread: the latter two pay with every operation, the giant lock does not.
 */
public final class ReferenceCountsExperiment implements Experiment {

    private static final String UNPROTECTED = "threads";
    private static final List<String> GIANT = List.of("giant-lock-tick", "giant-lock-timed");
    private static final List<String> PER_COUNT = List.of("fine-grained", "lock-free");

    /** Found by {@link java.util.ServiceLoader}. */
    public ReferenceCountsExperiment() {}

    @Override
    public String name() {
        return "reference-counts";
    }

    @Override
    public String question() {
        return "What keeps reference counts right, and what does it cost a single thread?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        String enough = preset == Preset.QUICK ? "18M" : "60M"; // for compiling not to count
        return Stream.of(Stream.of(UNPROTECTED), GIANT.stream(), PER_COUNT.stream())
                .flatMap(strategies -> strategies)
                .flatMap(strategy -> {
                    Contender two = Contender.of("retain-release", strategy);
                    Contender one = two.withParameter("tasks", "1")
                            .withParameter("operations", enough)
                            .withParameter("per-tick", "64");
                    return Stream.of(two, one.labelled(alone(strategy)));
                })
                .toList();
    }

    @Override
    public List<Claim> claims() {
        Stream<Claim> wrong = Stream.of(
                happens("without protection, counts are wrong in the end", "wrong_counts"),
                happens("without protection, objects are freed while they are in use", "freed_early"),
                happens("without protection, objects are never freed", "never_freed"));
        Stream<Claim> right =
                Stream.concat(GIANT.stream(), PER_COUNT.stream()).flatMap(ReferenceCountsExperiment::exact);
        Stream<Claim> cost = Stream.of(
                costsAlone("the giant lock costs a single task nothing", "giant-lock-timed", Bound.atMost(1.1)),
                costsAlone("a lock for each count costs a single task with every operation", "fine-grained", PAYS),
                costsAlone("compare-and-set costs a single task with every operation", "lock-free", PAYS));
        return Stream.of(wrong, right, cost).flatMap(claims -> claims).toList();
    }

    private static final Bound PAYS = Bound.atLeast(1.02);

    private static String alone(String strategy) {
        return strategy + "-alone";
    }

    private static Claim happens(String statement, String metric) {
        return Claim.value(statement, metric, UNPROTECTED, Bound.atLeast(1)).needingCores(2);
    }

    private static Stream<Claim> exact(String strategy) {
        Bound none = Bound.between(0, 0);
        return Stream.of(
                Claim.value("on " + strategy + " every count is exact", "wrong_counts", strategy, none),
                Claim.value("on " + strategy + " no object is freed early", "freed_early", strategy, none),
                Claim.value("on " + strategy + " every object is freed", "never_freed", strategy, none));
    }

    private static Claim costsAlone(String statement, String strategy, Bound bound) {
        return Claim.ratio(statement, Claim.WALL, alone(strategy), alone(UNPROTECTED), bound);
    }
}
