package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Metric;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Countdown;
import org.interleave.processes.Processes;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;

/**
 * A countdown in worker processes that are already there, and what it takes to start one, beside threads. What two
 * processors save on this machine is what threads without a lock save.
 */
public final class ProcessSpeedupExperiment implements Experiment {

    @Override
    public String name() {
        return "process-speedup";
    }

    @Override
    public String question() {
        return "What do worker processes gain, and what does a worker cost?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(Sequential.NAME, Threads.NAME, Processes.NAME)
                .map(strategy -> Contender.of(Countdown.NAME, strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                                "worker processes save more than half of what bare threads save",
                                Claim.WALL,
                                Processes.NAME,
                                Threads.NAME,
                                Bound.atLeast(0.6))
                        .above(Sequential.NAME)
                        .needingCores(2),
                Claim.ratio(
                        "a worker process takes at least ten times as long to start as a thread",
                        Metric.WORKER_START,
                        Processes.NAME,
                        Threads.NAME,
                        Bound.atLeast(10)));
    }
}
