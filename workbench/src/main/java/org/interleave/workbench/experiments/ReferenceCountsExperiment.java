package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.ReferenceCounts;
import org.interleave.threads.FineGrained;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.LockFree;
import org.interleave.threads.Threads;

/**
 * Two tasks retain and release the objects of a table; and one task alone.
 *
 * <p>Without protection counts go wrong: objects are freed while they are in use, or never. The giant lock, a lock for
 * each count, and counts stored by compare-and-set all keep them exact. The difference is what it costs a program that
 * has one thread: the latter two pay with every operation, the giant lock does not.
 */
public final class ReferenceCountsExperiment implements Experiment {

    private static final String UNPROTECTED = Threads.NAME;
    private static final List<String> GIANT = List.of(GiantLocks.TICK.name(), GiantLocks.TIMED.name());
    private static final List<String> PER_COUNT = List.of(FineGrained.NAME, LockFree.NAME);

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
        String enough = preset == Preset.QUICK ? "6M" : "60M";
        return Stream.of(Stream.of(UNPROTECTED), GIANT.stream(), PER_COUNT.stream())
                .flatMap(strategies -> strategies)
                .flatMap(strategy -> {
                    Contender two = Contender.of(ReferenceCounts.NAME, strategy);
                    Contender one = two.withParameter(ReferenceCounts.TASKS.name(), "1")
                            .withParameter(ReferenceCounts.OPERATIONS.name(), enough)
                            .withParameter(ReferenceCounts.PER_TICK.name(), "64");
                    return Stream.of(two, one.labelled(alone(strategy)));
                })
                .toList();
    }

    @Override
    public List<Claim> claims() {
        Stream<Claim> wrong = Stream.of(
                happens("without protection, counts are wrong in the end", ReferenceCounts.WRONG_COUNTS),
                happens("without protection, objects are freed while they are in use", ReferenceCounts.FREED_EARLY),
                happens("without protection, objects are never freed", ReferenceCounts.NEVER_FREED));
        Stream<Claim> right =
                Stream.concat(GIANT.stream(), PER_COUNT.stream()).flatMap(ReferenceCountsExperiment::exact);
        Stream<Claim> cost = Stream.of(
                costsAlone("the giant lock costs a single task nothing", GiantLocks.TIMED.name(), Bound.atMost(1.1)),
                costsAlone("a lock for each count costs a single task with every operation", FineGrained.NAME, PAYS),
                costsAlone("compare-and-set costs a single task with every operation", LockFree.NAME, PAYS));
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
                Claim.value("on " + strategy + " every count is exact", ReferenceCounts.WRONG_COUNTS, strategy, none),
                Claim.value(
                        "on " + strategy + " no object is freed early", ReferenceCounts.FREED_EARLY, strategy, none),
                Claim.value("on " + strategy + " every object is freed", ReferenceCounts.NEVER_FREED, strategy, none));
    }

    private static Claim costsAlone(String statement, String strategy, Bound bound) {
        return Claim.ratio(statement, Claim.WALL, alone(strategy), alone(UNPROTECTED), bound);
    }
}
