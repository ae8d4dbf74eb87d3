package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.SharedCounter;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;

/**
 * Two tasks add ones and millions to one number, with real work between the additions; and one of them alone.
 *
 * <p>Under the giant lock the digits of both grow together, yet two tasks take twice as long as one: they run
 * concurrently, not in parallel. Without the lock they do both.
 */
public final class InterleavingExperiment implements Experiment {

    private static final List<String> UNDER_LOCK = List.of(GiantLocks.TICK.name(), GiantLocks.TIMED.name());
    private static final String WITHOUT_LOCK = Threads.NAME;

    @Override
    public String name() {
        return "interleaving";
    }

    @Override
    public String question() {
        return "Do two threads under the giant lock run at the same time?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        Stream<Contender> threaded = Stream.concat(UNDER_LOCK.stream(), Stream.of(WITHOUT_LOCK))
                .flatMap(strategy -> {
                    Contender two = Contender.of(SharedCounter.NAME, strategy);
                    return Stream.of(
                            two,
                            two.withParameter(SharedCounter.TASKS.name(), "1").labelled(alone(strategy)));
                });
        boolean quick = preset == Preset.QUICK;
        return Stream.concat(Stream.of(Contender.of(SharedCounter.NAME, Sequential.NAME)), threaded)
                .map(contender -> contender
                        .withParameter(SharedCounter.ADDITIONS.name(), quick ? "200" : "500")
                        .withParameter(SharedCounter.WORK.name(), quick ? "10k" : "235k"))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return Stream.concat(
                        UNDER_LOCK.stream().flatMap(strategy -> Stream.of(growTogether(strategy), takeTwice(strategy))),
                        Stream.of(growInTurn(), takeAsLongAsOne()))
                .toList();
    }

    private static String alone(String strategy) {
        return strategy + "-alone";
    }

    private static Claim growTogether(String strategy) {
        return Claim.value(
                        "on " + strategy + " the digits of both tasks grow together",
                        SharedCounter.WIDEST_GAP,
                        strategy,
                        Bound.atMost(0.5))
                .needingCores(2);
    }

    private static Claim takeTwice(String strategy) {
        return Claim.ratio(
                "on " + strategy + " two tasks take at least nearly twice as long as one",
                Claim.WALL,
                strategy,
                alone(strategy),
                Bound.atLeast(1.8));
    }

    private static Claim growInTurn() {
        return Claim.value(
                "one after another, one task's digits grow to the full before the other's",
                SharedCounter.WIDEST_GAP,
                Sequential.NAME,
                Bound.atLeast(0.99));
    }

    private static Claim takeAsLongAsOne() {
        return Claim.ratio(
                        "without the lock, two tasks take much less than twice as long as one",
                        Claim.WALL,
                        WITHOUT_LOCK,
                        alone(WITHOUT_LOCK),
                        Bound.atMost(1.5))
                .needingCores(2);
    }
}
