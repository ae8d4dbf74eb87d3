package org.interleave.workbench.measure;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Claim;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.report.LockExcerpt;
import org.interleave.workbench.trace.TracedRound;

/**
 * The work that a fork is ordered to do: it measures, and may then trace one more round. What is thrown on the way leaves it as
 * text, or not at all. Used by one thread.
 */
final class ForkWork {

    /** A round that takes longer is not traced: nobody waits for a picture that long. */
    private static final long LONGEST_TRACED = TimeUnit.SECONDS.toNanos(10);

    private final ForkOrder order;
    private Optional<Catalog> loaded = Optional.empty();

    ForkWork(ForkOrder order) {
        this.order = order;
    }

    /**
     * Measures.
     *
     * @param opening called before the strategy is opened, which is measured
     * @param roundEnded told of every round that ended
     */
    ForkOutcome measure(Runnable opening, Runnable roundEnded) {
        try {
            Catalog catalog = Plugins.catalog(order.plugins(), order.providers());
            loaded = Optional.of(catalog);
            opening.run();
            Trial<?> trial = Trial.open(catalog, order);
            ForkOutcome.Measured measured = ForkedRounds.run(trial, order.rounds(), roundEnded);
            trial.close();
            return measured;
        } catch (RuntimeException | InterruptedException | Error e) {
            return new ForkOutcome.Invalid(ForkFailure.reason(e));
        }
    }

    /** Whether one more round is to be traced, after this was measured. */
    boolean isToTrace(ForkOutcome outcome) {
        return order.traced()
                && outcome instanceof ForkOutcome.Measured measured
                && measured.samples().getOrDefault(Claim.WALL, List.of()).stream()
                        .allMatch(seconds -> seconds * 1e9 <= LONGEST_TRACED);
    }

    /**
     * Runs one more round, traced, which may never end: whoever calls this has told before what was measured.
     *
     * @return nothing if the strategy has no giant lock to trace, or the round fails
     */
    Optional<LockExcerpt> excerpt() {
        try {
            return ForeignCode.answer(
                    "a traced round",
                    () -> TracedRound.excerpt(
                            loaded.orElseThrow(),
                            order.workload(),
                            order.parameters(),
                            order.strategy(),
                            order.options()));
        } catch (RuntimeException failed) {
            return Optional.empty();
        }
    }
}
