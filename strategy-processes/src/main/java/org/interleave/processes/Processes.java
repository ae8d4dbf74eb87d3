package org.interleave.processes;

import java.util.List;
import java.util.Set;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Label;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;

/**
 * Worker processes with pipes: the way around a giant lock that Python's {@code multiprocessing.Pool} takes. Each worker
 * is a JVM with an interpreter lock, a memory and a garbage collector of its own; tasks and results are serialised, and
 * messages between tasks go from one worker to the parent to the other.
 *
 * <p>Where it differs from {@code multiprocessing}: workers are started, never forked, so they take nothing of the
 * parent's memory with them; one that dies is told from a task that failed, and replaced; tasks that wait make room
 * for others in the same worker; pipes are named, for Java hands a child no descriptors.
 *
 * <p>A task runs as long as it likes without the others of its worker getting a turn before 5 ms have passed; its cells
 * would be its own, so there are none. What a worker prints goes to stderr with the worker's name before each line.
 *
 * <p>With {@code transport=shared-memory}, which is tuned and no longer what {@code multiprocessing} does, they go
 * through memory that both processes have mapped.
 *
 * <p>Metrics: {@code worker_start}, the mean time from starting a worker's process to its hello, in seconds; {@code
 * ship}, the time that all tasks and results together spent on being packed, piped and unpacked, in seconds; {@code
 * shipped_bytes}, their size when packed, messages not counted.
 */
public final class Processes implements Strategy {

    private static final int MOST_WORKERS = 256;
    private static final int PROCESSORS =
            Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());

    /** How many worker processes there are; one for each processor by default. */
    public static final Parameter<Long> WORKERS =
            Parameter.count("workers", "worker processes", PROCESSORS, PROCESSORS, 1, MOST_WORKERS);

    /** What carries tasks, results and messages. */
    public static final Parameter<String> TRANSPORT = Parameter.choice(
            "transport", "what goes between the processes goes through", Transport.PIPE.label(), Transport.labels());

    private static final long FINGERPRINT = Fingerprint.take();

    /** Found by {@link java.util.ServiceLoader}. */
    public Processes() {}

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public Family family() {
        return Family.PROCESSES;
    }

    @Override
    public String description() {
        return "worker processes with pipes, each with a memory and a lock of its own";
    }

    @Override
    public Label label() {
        return Label.IDIOMATIC;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.INBOXES, Feature.DATAGRAMS, Feature.CONCURRENCY, Feature.JAVA_ONLY);
    }

    @Override
    public List<Parameter<?>> options() {
        return List.of(WORKERS, TRANSPORT);
    }

    @Override
    public Availability availability() {
        return MakeFifo.available()
                ? Availability.available()
                : new Availability.Unavailable("needs the named pipes of a POSIX system, such as Linux or macOS");
    }

    @Override
    public Execution open(Parameters options) {
        return ProcessPool.open(
                Math.toIntExact(options.get(WORKERS)), FINGERPRINT, Transport.of(options.get(TRANSPORT)));
    }
}
