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
import org.interleave.core.workloads.Messages;
import org.interleave.processes.Processes;
import org.interleave.threads.Instances;
import org.interleave.threads.Sequential;
import org.interleave.threads.Threads;

/**
 * An interpreter instance for each thread, between threads and worker processes: a countdown, and messages from one task to
 * another.
 *
 * <p>Each instance has a lock of its own, so computing scales as in processes. It is started in the process that is there,
 * and a message is copied from memory to memory without a pipe, so both cost about what they cost threads.
 */
public final class InstancesExperiment implements Experiment {

    private static final String INSTANCES = Instances.NAME;
    private static final String THREADS = Threads.NAME;
    private static final String MANY = "-many"; // so that one slow start among them counts little
    private static final String MESSAGES = "-messages";
    private static final String WORKER_START = Metric.WORKER_START;

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
        Stream<Contender> computing = Stream.of(Sequential.NAME, THREADS, INSTANCES, Processes.NAME)
                .map(strategy -> Contender.of(Countdown.NAME, strategy)
                        .withParameter(Countdown.COUNT.name(), quick ? "4M" : "50M"));
        Stream<Contender> starting = Stream.of(THREADS, INSTANCES)
                .map(strategy -> Contender.of(Countdown.NAME, strategy)
                        .withParameter(Countdown.TASKS.name(), quick ? "64" : "256")
                        .withParameter(Countdown.COUNT.name(), "640k")
                        .labelled(strategy + MANY));
        Stream<Contender> sending = Stream.of(THREADS, INSTANCES)
                .map(strategy -> Contender.of(Messages.NAME, strategy)
                        .withParameter(Messages.COUNT.name(), quick ? "500k" : "10M")
                        .labelled(strategy + MESSAGES));
        return Stream.of(computing, starting, sending).flatMap(all -> all).toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                                "instances save more than half of what bare threads save",
                                Claim.WALL,
                                INSTANCES,
                                THREADS,
                                Bound.atLeast(0.6))
                        .above(Sequential.NAME)
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
                        Processes.NAME,
                        Bound.atMost(0.1)),
                Claim.ratio(
                        "a message between instances costs at most three times one between threads",
                        Claim.WALL,
                        INSTANCES + MESSAGES,
                        THREADS + MESSAGES,
                        Bound.atMost(3)));
    }
}
