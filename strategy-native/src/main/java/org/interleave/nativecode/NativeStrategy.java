package org.interleave.nativecode;

import java.util.HashMap;
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
import org.interleave.core.runtime.PlatformThreads;
import org.interleave.core.runtime.RunSetup;
import org.interleave.core.runtime.ThreadPerTask;
import org.interleave.threads.GiantLock;
import org.interleave.threads.GiantLockStrategy;
import org.interleave.threads.LockEvents;
import org.interleave.threads.LockPolicy;
import org.interleave.threads.LockTrace;
import org.interleave.threads.TimedPolicy;
import org.interleave.threads.TraceableStrategy;

/** A strategy that runs the C twins of tasks under a giant lock, kept or released meanwhile. */
abstract sealed class NativeStrategy implements TraceableStrategy permits NativeHeld, NativeReleased {

    /** A metric. The calls of C code. */
    private static final String NATIVE_CALLS = "native_calls";

    private static final Set<String> METRICS = Stream.concat(
                    GiantLockStrategy.METRICS.stream(), Stream.of(NATIVE_CALLS))
            .collect(Collectors.toUnmodifiableSet());

    private static final LockPolicy LOCK = new TimedPolicy();
    private static final Availability NO_KERNELS =
            new Availability.Unavailable("runs C code, and no task of this workload has a C twin");

    private final String name;
    private final String description;
    private final LockDuringCall lockDuringCall;

    NativeStrategy(String name, String description, LockDuringCall lockDuringCall) {
        this.name = name;
        this.description = description;
        this.lockDuringCall = lockDuringCall;
    }

    @Override
    public final StrategyDescription describe() {
        return StrategyDescription.of(name, Family.NATIVE, Approach.IDIOMATIC, description)
                .withFeatures(Feature.IN_PROCESS)
                .withOptions(LOCK.options())
                .measuredOnRequest();
    }

    @Override
    public final Availability availability(Parameters options) {
        return NativeLibrary.availability();
    }

    /** What has no kernels would run in Java under the name of native code. */
    @Override
    public final Availability supports(Workload<?> workload) {
        Availability answer = TraceableStrategy.super.supports(workload);
        return answer.isAvailable() && !workload.hasKernels() ? NO_KERNELS : answer;
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

    private Execution open(Parameters options, Supplier<LockEvents> events) {
        return switch (availability(options)) {
            case Availability.Available available -> execution(() -> LOCK.newLock(options, events.get()));
            case Availability.Unavailable unavailable ->
                throw new StrategyException(name() + " is unavailable: " + unavailable.reason());
        };
    }

    /** An execution in which every run has a lock of its own. */
    final Execution execution(Supplier<GiantLock> locks) {
        return new ThreadPerTask(() -> setup(locks.get()));
    }

    private RunSetup setup(GiantLock lock) {
        LongAdder nativeCalls = new LongAdder();
        return new RunSetup(inboxes -> new NativeTaskLoop(lock, lockDuringCall, inboxes, nativeCalls), () -> {
            Map<String, Metric> metrics = new HashMap<>(lock.metrics());
            metrics.put(NATIVE_CALLS, Metric.count(nativeCalls.sum()));
            return metrics;
        });
    }

    @Override
    public final Optional<Set<String>> metrics() {
        return Optional.of(METRICS);
    }
}
