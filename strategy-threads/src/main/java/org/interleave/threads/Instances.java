package org.interleave.threads;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Demand;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.runtime.PlatformThreads;

/**
 * An interpreter instance for each thread, in one process: the way around the giant lock that was only proposed for
 * CPython when the lock was at its worst, by letting the embedding program give each interpreter an address for its state.
 * Every {@link Instance} has a lock and a memory of its own. Tasks enter it, and results leave it, as serialised
 * copies in that memory; messages are copied into the memory of the instance that receives them.
 *
 * <p>Instances are made with the run and go with it, as threads do. Each task has a thread; tasks are dealt to the
 * instances in turn, and those of one instance share its lock, which is a {@link TimedPolicy timed} one.
 *
 * <p>Where it differs from a real interpreter: there is little to initialise, where CPython has its built-in types and
 * modules, so starting one is cheaper here. A task's objects are on the heap of the JVM, for Java objects have no address;
 * only its own thread refers to them, but static fields, the compiler and the garbage collector are everybody's.
 * Cells would be an instance's own, so there are none.
 *
 * <p>Metrics: {@code worker_start}, the mean time to make an instance and then to start a thread, up to its first
 * instruction, in seconds; {@code ship}, the time that all tasks and results together spent on being copied, in seconds;
 * {@code shipped_bytes}, their size in memory, messages not counted; of what {@link LockEvents#metrics} tells of the
 * locks, the counts, added up.
 */
public final class Instances implements Strategy {

    /** Its name. */
    public static final String NAME = "instances";

    private static final LockPolicy LOCK = new TimedPolicy();
    private static final int MOST_INSTANCES = 256;
    private static final int PROCESSORS =
            Math.min(MOST_INSTANCES, Runtime.getRuntime().availableProcessors());

    /** The number of instances, unless there are fewer tasks; one for each processor by default. */
    public static final Parameter<Long> INSTANCES = Parameter.count(
            "instances", "interpreter instances that the tasks share", PROCESSORS, PROCESSORS, 1, MOST_INSTANCES);

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.THREADS,
                        Approach.IDIOMATIC,
                        "threads in interpreter instances, each with a memory and a lock of its own")
                .withFeatures(Feature.INBOXES, Feature.DATAGRAMS, Feature.CONNECTIONS, Feature.CONCURRENCY)
                .withOptions(Stream.concat(Stream.of(INSTANCES), LOCK.options().stream())
                        .toList())
                .measuredOnRequest();
    }

    @Override
    public Availability supports(Demand demand) {
        return PlatformThreads.enough(demand.tasks());
    }

    @Override
    public Execution open(Parameters options) {
        return new InstancesExecution(
                options.getInt(INSTANCES), () -> LOCK.newLock(options, LockEvents.counting()), LOCK.budget(options));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(InstancesExecution.METRICS);
    }
}
