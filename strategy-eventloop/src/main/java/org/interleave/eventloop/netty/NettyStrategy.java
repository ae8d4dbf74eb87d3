package org.interleave.eventloop.netty;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyVariant;
import org.interleave.core.TaskFailure;
import org.interleave.eventloop.Rehearsal;
import org.interleave.eventloop.Slice;

/**
 * Netty's event loops. A task belongs to one loop and keeps it until it waits, or has computed for a {@link Slice}. Without
 * slices a task that only computes delays every timer and socket of its loop by its own length.
 *
 * <p>One loop is cooperative multitasking on one thread: nothing comes between a task's load and store unless the task
 * itself waits or gives way there, and then it looks again, so cells are exact. With more loops, tasks on different loops
 * run side by side and cells are unprotected.
 *
 * <p>The loops are up when it is opened. What it adds to a run, an inbox and something to run for each task, takes no time
 * that would be worth telling apart.
 *
 * <p>A socket or connection is a channel of the task's loop that reads when the task receives. Netty's datagram channels
 * take an empty message and send nothing.
 */
public final class NettyStrategy implements Strategy {

    /** Its name. */
    public static final String NAME = "netty";

    private static final int MOST_LOOPS = 256;

    /** The number of event loops; tasks go to them in turn. */
    public static final Parameter<Long> EVENT_LOOPS =
            Parameter.count("event-loops", "event loops that the tasks are dealt to in turn", 1, 1, 1, MOST_LOOPS);

    /** The most blocking calls at once. */
    public static final Parameter<Long> BLOCKING_THREADS =
            Parameter.count("blocking-threads", "threads off the loops for blocking calls", 16, 16, 1, 10_000);

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.EVENT_LOOP,
                        Approach.IDIOMATIC,
                        "Netty event loops: a task keeps its loop until it waits or its slice is over")
                .withFeatures(Feature.IN_PROCESS)
                .withOptions(NettyTransport.OPTION, EVENT_LOOPS, BLOCKING_THREADS, Slice.OPTION);
    }

    @Override
    public Availability availability(Parameters options) {
        NettyTransport transport = options.get(NettyTransport.OPTION);
        return transport
                .unavailability()
                .<Availability>map(cause -> new Availability.Unavailable("Netty's transport " + transport.title()
                        + " is not to be had here: " + TaskFailure.of(cause).summary()))
                .orElse(Availability.available());
    }

    @Override
    public Execution open(Parameters options) {
        int loops = options.getInt(EVENT_LOOPS);
        return Rehearsal.after(
                new NettyExecution(
                        options.get(NettyTransport.OPTION),
                        loops,
                        options.getInt(BLOCKING_THREADS),
                        options.get(Slice.OPTION)),
                loops);
    }

    @Override
    public List<StrategyVariant> variants(int processors) {
        return List.of(StrategyVariant.perCpu(EVENT_LOOPS, processors, MOST_LOOPS));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }
}
