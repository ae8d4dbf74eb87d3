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
import org.interleave.nativecode.NativeHeld;
import org.interleave.nativecode.NativeInstances;
import org.interleave.nativecode.NativeReleased;
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
 *
 * <p>The instances in C have all that they are made of at an address that is given to them, and hand messages over without a copy.
 * What they compute is held against the same C code under one lock, kept and released.
 */
public final class InstancesExperiment implements Experiment {

    private static final String INSTANCES = Instances.NAME;
    private static final String IN_C = NativeInstances.NAME;
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
        Stream<Contender> computing = Stream.of(
                        Sequential.NAME, THREADS, INSTANCES, Processes.NAME, NativeHeld.NAME, NativeReleased.NAME, IN_C)
                .map(strategy -> Contender.of(Countdown.NAME, strategy)
                        .withParameter(Countdown.COUNT.name(), quick ? "4M" : "50M"));
        Stream<Contender> starting = Stream.of(THREADS, INSTANCES, IN_C)
                .map(strategy -> Contender.of(Countdown.NAME, strategy)
                        .withParameter(Countdown.TASKS.name(), quick ? "64" : "256")
                        .withParameter(Countdown.COUNT.name(), "640k")
                        .labelled(strategy + MANY));
        Stream<Contender> sending = Stream.of(THREADS, INSTANCES, IN_C)
                .map(strategy -> Contender.of(Messages.NAME, strategy)
                        .withParameter(Messages.COUNT.name(), quick ? "500k" : "10M")
                        .labelled(strategy + MESSAGES));
        return Stream.of(computing, starting, sending).flatMap(all -> all).toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                saves("instances save more than half of what bare threads save", INSTANCES, THREADS, Sequential.NAME),
                saves(
                        "instances in C save more than half of what C code saves that releases one lock",
                        IN_C,
                        NativeReleased.NAME,
                        NativeHeld.NAME),
                starts(
                        "an instance takes at most five times as long to start as a thread",
                        INSTANCES,
                        THREADS + MANY,
                        5),
                starts(
                        "an instance in C takes at most five times as long to start as a thread",
                        IN_C,
                        THREADS + MANY,
                        5),
                starts(
                        "an instance takes at most a tenth as long to start as a worker process",
                        INSTANCES,
                        Processes.NAME,
                        0.1),
                sends("a message between instances costs at most three times one between threads", INSTANCES),
                sends("a message between instances in C costs at most three times one between threads", IN_C));
    }

    private static Claim saves(String statement, String label, String other, String oneAfterTheOther) {
        return Claim.ratio(statement, Claim.WALL, label, other, Bound.atLeast(0.6))
                .above(oneAfterTheOther)
                .needingCores(2);
    }

    private static Claim starts(String statement, String strategy, String other, double most) {
        return Claim.ratio(statement, WORKER_START, strategy + MANY, other, Bound.atMost(most));
    }

    private static Claim sends(String statement, String strategy) {
        return Claim.ratio(statement, Claim.WALL, strategy + MESSAGES, THREADS + MESSAGES, Bound.atMost(3));
    }
}
