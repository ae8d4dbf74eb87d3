package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/**
 * A countdown on event loops, and a timer beside a task that computes without ever waiting.
 *
 * <p>One loop is one thread: computing gets no faster, and a timer fires when the task that computes lets go. An actor
 * system's dispatcher has several threads; it is shown beside them.
 */
public final class CpuOnLoopExperiment implements Experiment {

    /** Found by {@link java.util.ServiceLoader}. */
    public CpuOnLoopExperiment() {}

    @Override
    public String name() {
        return "cpu-on-loop";
    }

    @Override
    public String question() {
        return "What becomes of an event loop when a task computes on it?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        Stream<Contender> countdown =
                Stream.of("sequential", "netty", "vertx", "akka").map(strategy -> Contender.of("countdown", strategy));
        Stream<Contender> timer = Stream.of("threads", "netty", "vertx", "akka")
                .map(strategy -> Contender.of("waits", strategy)
                        .withParameter("tasks", "1")
                        .withParameter("wait", "10ms")
                        .withParameter("hogs", "1")
                        .labelled(strategy + "-timer"));
        return Stream.concat(countdown, timer).toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                noFaster("netty"),
                noFaster("vertx"),
                late("netty"),
                late("vertx"),
                lateness("a timer beside a computing thread is hardly late", "threads", Bound.atMost(0.2))
                        .needingCores(2));
    }

    private static Claim noFaster(String strategy) {
        return Claim.ratio(
                "computing on a " + strategy + " loop is no faster than sequential",
                Claim.WALL,
                strategy,
                "sequential",
                Bound.atLeast(0.9));
    }

    private static Claim late(String strategy) {
        return lateness(
                "a timer on a " + strategy + " loop is late by as long as another task computes",
                strategy,
                Bound.between(0.75, 1.1));
    }

    private static Claim lateness(String statement, String strategy, Bound bound) {
        return Claim.value(statement, "lateness", strategy + "-timer", bound)
                .dividedBy(new Claim.Measure("hog", strategy + "-timer"));
    }
}
