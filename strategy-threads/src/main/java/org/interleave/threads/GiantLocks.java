package org.interleave.threads;

import java.util.List;
import java.util.Objects;
import org.interleave.core.Strategy;
import org.interleave.core.StrategySource;

/** The strategies of the giant lock: those of this module's policies, and one for each policy that a plug-in brings. */
public final class GiantLocks implements StrategySource<LockPolicy> {

    /** What the names of this module's strategies begin with; the policy's name follows. */
    public static final String PREFIX = "giant-lock-";

    /** The model of CPython up to 3.1. */
    public static final TraceableStrategy TICK = of(new TickPolicy(), true);

    /** The model of CPython since 3.2. */
    public static final TraceableStrategy TIMED = of(new TimedPolicy(), false);

    /** The model of the proposal to prefer tasks that come back from I/O. */
    public static final TraceableStrategy PRIORITY = of(new PriorityPolicy(), true);

    /** First come, first served. */
    public static final TraceableStrategy FAIR = of(new FairPolicy(), true);

    /** Only the lock of today's interpreters is measured without being asked for. */
    private static TraceableStrategy of(LockPolicy policy, boolean onRequest) {
        return new GiantLockStrategy(PREFIX + policy.name(), policy, onRequest);
    }

    @Override
    public List<Strategy> strategies() {
        return List.of(TICK, TIMED, PRIORITY, FAIR);
    }

    @Override
    public Class<LockPolicy> service() {
        return LockPolicy.class;
    }

    @Override
    public Strategy strategy(LockPolicy policy) {
        return new GiantLockStrategy(
                "giant-lock:" + Objects.requireNonNull(policy.name(), "name() answers null"), policy, false);
    }
}
