package org.interleave.workbench.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.interleave.core.Experiment;
import org.interleave.core.workloads.Countdown;
import org.interleave.core.workloads.Echo;
import org.interleave.core.workloads.Messages;
import org.interleave.core.workloads.Sleepers;
import org.interleave.eventloop.AkkaStrategy;
import org.interleave.eventloop.NettyStrategy;
import org.interleave.eventloop.VertxStrategy;
import org.interleave.processes.Processes;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;
import org.interleave.threads.VirtualThreads;

/**
 * The suite: what is run when nothing is named. Its workloads compute, wait, talk and answer; its strategies are the models
 * that one would choose between, and the lock that most of them avoid.
 */
public final class Suite {

    /** What its rows belong to. */
    static final String NAME = Experiment.SUITE;

    private Suite() {}

    /** Its strategies, unless others are asked for. */
    static final List<String> STRATEGIES = List.of(
            Sequential.NAME,
            Threads.NAME,
            VirtualThreads.NAME,
            GiantLocks.TIMED.name(),
            Processes.NAME,
            NettyStrategy.NAME,
            VertxStrategy.NAME,
            AkkaStrategy.NAME);

    /** Its workloads, each with parameters that make it tiny, for those who only want to see it run. */
    public static SequencedMap<String, Map<String, String>> workloads() {
        SequencedMap<String, Map<String, String>> workloads = new LinkedHashMap<>();
        workloads.put(Countdown.NAME, Map.of(Countdown.COUNT.name(), "10k"));
        workloads.put(Sleepers.NAME, Map.of(Sleepers.WAIT.name(), "1ms"));
        workloads.put(Messages.NAME, Map.of(Messages.COUNT.name(), "1k"));
        workloads.put(Echo.NAME, Map.of(Echo.DURATION.name(), "100ms"));
        return workloads;
    }
}
