package org.interleave.nativecode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Demand;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Metric;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.Workload;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.PlatformThreads;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.TaskLoop;
import org.interleave.core.runtime.ThreadPerTask;
import org.interleave.threads.Instances;
import org.interleave.threads.LockEvents;
import org.interleave.threads.SwitchInterval;
import org.jspecify.annotations.Nullable;

/**
 * Interpreter instances in C, one for each thread or shared by several: the way around the giant lock that the embedding
 * program gives each interpreter an address for its state. As {@link Instances}, but that the whole context of an
 * instance really lies at an address that it is given, with its lock, the states of its threads and the messages that
 * they send. A message is handed over without a copy: the receiver reads it where the sender wrote it.
 *
 * <p>The twins of tasks run in C, under the lock of their instance, and pass a checkpoint every 20 µs of ticks. Tasks
 * without one run in Java under the same lock; their messages go through inboxes as everywhere.
 *
 * <p>Metrics: {@code worker_start}, the mean time to make an instance and then to start a thread, up to its first
 * instruction, in seconds; {@code forced_switches} of all locks; {@code native_calls}.
 */
public final class NativeInstances implements Strategy {

    /** Its name. */
    public static final String NAME = "native-instances";

    private static final Set<String> METRICS =
            Set.of(Metric.WORKER_START, LockEvents.FORCED_SWITCHES, NativeStrategy.NATIVE_CALLS);

    /** About 20 µs: a call costs little beside it, and a switch interval is long. Of messages it is as many. */
    private static final long CALL_TICKS = 1_000;

    /** For the catalogue. */
    public NativeInstances() {}

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.NATIVE,
                        Approach.IDIOMATIC,
                        "C code in interpreter instances, each with a lock of its own and all it has at one address")
                .withFeatures(NativeStrategy.withKernels(
                        Set.of(Feature.INBOXES, Feature.DATAGRAMS, Feature.CONNECTIONS, Feature.CONCURRENCY)))
                .withOptions(Instances.INSTANCES, SwitchInterval.OPTION)
                .measuredOnRequest();
    }

    @Override
    public Availability availability(Parameters options) {
        return NativeLibrary.availability();
    }

    @Override
    public Availability supports(Workload<?> workload, Parameters parameters) {
        Availability answer = Strategy.super.supports(workload, parameters);
        return workload.hasInstanceKernels() ? answer : NativeStrategy.onlyWithKernels(answer, workload, parameters);
    }

    @Override
    public Availability supports(Demand demand) {
        return PlatformThreads.enough(demand.tasks());
    }

    @Override
    public Execution open(Parameters options) {
        KernelCatalog kernels = NativeStrategy.kernels(NAME);
        return new ThreadPerTask(() -> setup(kernels, options));
    }

    /** The instances are made with the loop, when it is known how many tasks there are. */
    private static RunSetup setup(KernelCatalog kernels, Parameters options) {
        LongAdder nativeCalls = new LongAdder();
        AtomicReference<@Nullable InstancesOfRun> made = new AtomicReference<>();
        return new RunSetup(
                inboxes -> {
                    InstancesOfRun instances = InstancesOfRun.make(
                            options.getInt(Instances.INSTANCES), inboxes.size(), options.get(SwitchInterval.OPTION));
                    made.set(instances);
                    return loop(kernels, instances, inboxes, nativeCalls);
                },
                () -> metrics(made.get(), nativeCalls),
                () -> close(made.get()));
    }

    private static TaskLoop loop(
            KernelCatalog kernels, InstancesOfRun instances, List<Inbox> inboxes, LongAdder nativeCalls) {
        List<KernelSetting> settings = IntStream.range(0, inboxes.size())
                .mapToObj(task -> setting(instances, task, inboxes))
                .toList();
        return new NativeTaskLoop(kernels, settings::get, inboxes, nativeCalls);
    }

    private static KernelSetting setting(InstancesOfRun instances, int task, List<Inbox> inboxes) {
        NativeInstance instance = instances.instanceOf(task);
        return new KernelSetting(
                instance,
                new InstanceKernels(instances.threadOf(task)),
                false,
                CALL_TICKS,
                true,
                calls -> new GuardedTaskLoop(instance, RunSetup.GUARDED_BUDGET, inboxes, calls));
    }

    private static Map<String, Metric> metrics(@Nullable InstancesOfRun instances, LongAdder nativeCalls) {
        Map<String, Metric> metrics = new HashMap<>();
        metrics.put(NativeStrategy.NATIVE_CALLS, Metric.count(nativeCalls.sum()));
        if (instances != null) {
            metrics.put(Metric.WORKER_START, Metric.seconds(instances.makingNanos()));
            metrics.put(
                    LockEvents.FORCED_SWITCHES,
                    Metric.count(instances.instances().stream()
                            .mapToLong(NativeInstance::forcedSwitches)
                            .sum()));
        }
        return metrics;
    }

    private static void close(@Nullable InstancesOfRun instances) {
        if (instances != null) {
            instances.close();
        }
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(METRICS);
    }
}
