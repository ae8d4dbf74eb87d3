package org.interleave.workbench.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.interleave.core.Experiment;
import org.interleave.core.Family;
import org.interleave.core.StrategyDescription;
import org.interleave.core.workloads.Countdown;
import org.interleave.core.workloads.Echo;
import org.interleave.core.workloads.Messages;
import org.interleave.core.workloads.Sleepers;
import org.interleave.threads.ThreadPool;
import org.interleave.threads.VirtualThreads;

/**
 * The suite: what is run when nothing is named. Its workloads compute, wait, talk and answer; its strategies are those
 * that are not measured {@linkplain StrategyDescription#onRequest on request} only, as far as one would choose between them
 * for the workload.
 */
public final class Suite {

    /** What its rows belong to. */
    static final String NAME = Experiment.SUITE;

    private Suite() {}

    /**
     * Whether a strategy is one that one would choose for a workload. Worker processes and a pool of threads are for what
     * computes, virtual threads for what waits, talks or answers.
     */
    static boolean compares(String workload, StrategyDescription strategy) {
        return !strategy.onRequest()
                && switch (workload) {
                    case Countdown.NAME -> !strategy.name().equals(VirtualThreads.NAME);
                    default ->
                        strategy.family() != Family.PROCESSES
                                && !strategy.name().equals(ThreadPool.NAME);
                };
    }

    /** Its workloads, each with parameters that make it tiny, for those who only want to see it run. */
    public static SequencedMap<String, Map<String, String>> workloads() {
        SequencedMap<String, Map<String, String>> workloads = new LinkedHashMap<>();
        workloads.put(Countdown.NAME, Map.of(Countdown.COUNT.name(), "10k"));
        workloads.put(Sleepers.NAME, Map.of(Sleepers.WAIT.name(), "1ms"));
        workloads.put(Messages.NAME, Map.of(Messages.COUNT.name(), "1k"));
        workloads.put(Echo.NAME, Map.of(Echo.DURATION.name(), "50ms"));
        return workloads;
    }
}
