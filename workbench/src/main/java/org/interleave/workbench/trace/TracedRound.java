package org.interleave.workbench.trace;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.threads.TraceableStrategy;
import org.interleave.workbench.report.LockExcerpt;

/** One round of a workload under a giant lock, traced for the sake of an excerpt of the lock's timeline. */
public final class TracedRound {

    /** Eight bytes each: little beside what a round itself may take. */
    private static final long EVENTS = 2_000_000;

    private TracedRound() {}

    /**
     * Runs it in this JVM, with an execution of its own.
     *
     * @param catalog where the names are looked up
     * @param parameters the workload's, as text
     * @param options the strategy's, as text
     * @return nothing if the strategy has no giant lock that can be traced, or nothing happened at it
     * @throws org.interleave.core.WrongResultException if a result is not what it has to be
     * @throws InterruptedException if this thread was interrupted
     */
    public static Optional<LockExcerpt> excerpt(
            Catalog catalog,
            String workload,
            Map<String, String> parameters,
            String strategy,
            Map<String, String> options)
            throws InterruptedException {
        Optional<TraceableStrategy> traceable =
                Optional.ofNullable(catalog.strategies(TraceableStrategy.class).get(strategy));
        return traceable.isEmpty()
                ? Optional.empty()
                : excerpt(catalog.workload(workload), parameters, traceable.get(), options);
    }

    private static <R extends Serializable> Optional<LockExcerpt> excerpt(
            Workload<R> workload,
            Map<String, String> parameters,
            TraceableStrategy strategy,
            Map<String, String> options)
            throws InterruptedException {
        try (Tracer<R> tracer = new Tracer<>(workload, parameters, strategy, options, EVENTS, false)) {
            tracer.run(true);
            Tracer.TracedRun run = tracer.last();
            return TimelineExcerpt.of(run.timeline(), Math.round(run.wallSeconds() * 1e9));
        }
    }
}
