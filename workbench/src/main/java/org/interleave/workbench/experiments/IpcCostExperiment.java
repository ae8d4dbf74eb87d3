package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Messages;
import org.interleave.processes.Processes;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;

/**
 * Messages from one task to another: in one thread, between two threads, and between two worker processes by pipes.
 *
 * <p>The claims are about threads under the timed lock, which hand it over to each other. Threads without one keep both
 * processors busy with a bounded inbox between them, and may be as cheap as a single thread; under the tick lock, which
 * is offered at each message, threads fight and may be slower than processes. Both are shown beside.
 */
public final class IpcCostExperiment implements Experiment {

    @Override
    public String name() {
        return "ipc-cost";
    }

    @Override
    public String question() {
        return "What does a message cost within a thread, between threads and between processes?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(Sequential.NAME, Threads.NAME, GiantLocks.TICK.name(), GiantLocks.TIMED.name(), Processes.NAME)
                .map(strategy -> Contender.of(Messages.NAME, strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                                "a message between threads under the timed lock costs more than one within a thread",
                                Claim.WALL,
                                GiantLocks.TIMED.name(),
                                Sequential.NAME,
                                Bound.atLeast(1.1))
                        .needingCores(2),
                Claim.ratio(
                        "a message between processes costs more than one between those threads",
                        Claim.WALL,
                        Processes.NAME,
                        GiantLocks.TIMED.name(),
                        Bound.atLeast(1.1)));
    }
}
