package org.interleave.nativecode;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Demand;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Metric;
import org.interleave.core.Parameters;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyException;
import org.interleave.core.Workload;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.PlatformThreads;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.ThreadPerTask;
import org.interleave.threads.GiantLock;
import org.interleave.threads.GiantLockStrategy;
import org.interleave.threads.LockEvents;
import org.interleave.threads.LockTrace;
import org.interleave.threads.TraceableStrategy;

/** A strategy that runs the C twins of tasks under a giant lock, kept or released meanwhile. */
abstract sealed class NativeStrategy implements TraceableStrategy
        permits NativeHeld, NativeReleased, ForeignHeld, ForeignReleased, ForeignCritical {

    /** A metric. The calls of C code. */
    static final String NATIVE_CALLS = "native_calls";

    private static final Set<String> METRICS = Stream.concat(
                    GiantLockStrategy.METRICS.stream(), Stream.of(NATIVE_CALLS))
            .collect(Collectors.toUnmodifiableSet());

    private static final Availability NO_KERNELS =
            new Availability.Unavailable("runs C code, and no task of this workload has a C twin");

    private final String name;
    private final String description;
    private final NativeMode mode;

    NativeStrategy(String name, String description, NativeMode mode) {
        this.name = name;
        this.description = description;
        this.mode = mode;
    }

    @Override
    public final StrategyDescription describe() {
        return StrategyDescription.of(name, Family.NATIVE, Approach.IDIOMATIC, description)
                .withFeatures(withKernels(Feature.IN_PROCESS))
                .withOptions(NativeOptions.ALL)
                .measuredOnRequest();
    }

    /** Features, and that of having kernels. */
    static Set<Feature> withKernels(Set<Feature> others) {
        Set<Feature> features = EnumSet.of(Feature.KERNELS);
        features.addAll(others);
        return features;
    }

    @Override
    public final Availability availability(Parameters options) {
        return NativeLibrary.availability();
    }

    @Override
    public final Availability supports(Workload<?> workload, Parameters parameters) {
        return onlyWithKernels(TraceableStrategy.super.supports(workload, parameters), workload, parameters);
    }

    /** What has no kernels would run in Java under the name of native code. */
    static Availability onlyWithKernels(Availability answer, Workload<?> workload, Parameters parameters) {
        return answer.isAvailable() && !workload.hasKernels(parameters) ? NO_KERNELS : answer;
    }

    @Override
    public final Availability supports(Demand demand) {
        return PlatformThreads.enough(demand.tasks());
    }

    @Override
    public final Execution open(Parameters options) {
        return open(options, LockEvents::counting);
    }

    @Override
    public final Execution open(Parameters options, LockTrace trace) {
        return open(options, () -> LockEvents.traced(trace));
    }

    /** Every run has a lock of its own. */
    private Execution open(Parameters options, Supplier<LockEvents> events) {
        KernelCatalog kernels = kernels(name);
        return new ThreadPerTask(() -> setup(kernels, options, NativeOptions.newLock(options, events.get())));
    }

    /**
     * The kernels that there are.
     *
     * @param strategy who wants them, for the message
     * @throws StrategyException if there is no library, or one of the user's is refused
     */
    static KernelCatalog kernels(String strategy) {
        return switch (NativeLibrary.availability()) {
            case Availability.Available available -> KernelCatalog.load();
            case Availability.Unavailable unavailable ->
                throw new StrategyException(strategy + " is unavailable: " + unavailable.reason());
        };
    }

    private RunSetup setup(KernelCatalog kernels, Parameters options, GiantLock lock) {
        LongAdder nativeCalls = new LongAdder();
        return new RunSetup(
                inboxes -> {
                    KernelSetting setting = setting(options, lock, inboxes);
                    return new NativeTaskLoop(kernels, task -> setting, inboxes, nativeCalls);
                },
                () -> {
                    Map<String, Metric> metrics = new HashMap<>(lock.metrics());
                    metrics.put(NATIVE_CALLS, Metric.count(nativeCalls.sum()));
                    return metrics;
                });
    }

    private KernelSetting setting(Parameters options, GiantLock lock, List<Inbox> inboxes) {
        return new KernelSetting(
                lock,
                mode.newCalls(),
                mode.releases(),
                options.get(NativeOptions.CALL_TICKS),
                false,
                calls -> new GuardedTaskLoop(lock, NativeOptions.budget(options), inboxes, calls));
    }

    @Override
    public final Optional<Set<String>> metrics() {
        return Optional.of(METRICS);
    }
}
