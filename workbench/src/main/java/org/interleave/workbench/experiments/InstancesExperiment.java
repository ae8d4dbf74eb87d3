package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/**
 * An interpreter instance for each thread, between threads and worker processes: a countdown, and messages from one task to
 * another.
 *
 * <p>Each instance has a lock of its own, so computing scales as in processes. It is started in the process that is there,
 * and a message is copied from memory to memory without a pipe, so both cost about what they cost threads.
 */
public final class InstancesExperiment implements Experiment {

    private static final String INSTANCES = "instances";
    private static final String THREADS = "threads";
    private static final String MANY = "-many"; // so that one slow start among them counts little
    private static final String MESSAGES = "-messages";
    private static final String WORKER_START = "worker_start";

    /** Found by {@link java.util.ServiceLoader}. */
    public InstancesExperiment() {}

    @Override
    public String name() {
        return "instances";
    }

    @Override
    public String question() {
        return "What would an interpreter instance for each thread gain, and what would it cost?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        boolean quick = preset == Preset.QUICK;
        Stream<Contender> computing = Stream.of("sequential", THREADS, INSTANCES, "processes")
                .map(strategy -> Contender.of("countdown", strategy).withParameter("count", quick ? "10M" : "50M"));
        Stream<Contender> starting = Stream.of(THREADS, INSTANCES)
                .map(strategy -> Contender.of("countdown", strategy)
                        .withParameter("tasks", quick ? "64" : "256")
                        .withParameter("count", "640k")
                        .labelled(strategy + MANY));
        Stream<Contender> sending = Stream.of(THREADS, INSTANCES)
                .map(strategy -> Contender.of("messages", strategy)
                        .withParameter("count", quick ? "2M" : "10M")
                        .labelled(strategy + MESSAGES));
        return Stream.of(computing, starting, sending).flatMap(all -> all).toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio("instances use both processors", Claim.WALL, INSTANCES, "sequential", Bound.atMost(0.6))
                        .needingCores(2),
                Claim.ratio(
                        "an instance takes at most five times as long to start as a thread",
                        WORKER_START,
                        INSTANCES + MANY,
                        THREADS + MANY,
                        Bound.atMost(5)),
                Claim.ratio(
                        "an instance takes at most a tenth as long to start as a worker process",
                        WORKER_START,
                        INSTANCES + MANY,
                        "processes",
                        Bound.atMost(0.1)),
                Claim.ratio(
                        "a message between instances costs at most three times one between threads",
                        Claim.WALL,
                        INSTANCES + MESSAGES,
                        THREADS + MESSAGES,
                        Bound.atMost(3)));
    }
}
