package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.BusyPair;
import org.interleave.nativecode.NativeHeld;
import org.interleave.nativecode.NativeOptions;
import org.interleave.nativecode.NativeReleased;
import org.interleave.threads.Threads;

/**
 * A busy loop in a C extension beside a task in Java, with the giant lock kept and released: what an extension of an interpreter
 * does to all other threads if it gives no thought to them.
 *
 * <p>In one call as long as the run, the extension that keeps the lock leaves the other task nothing. In calls of about 10 ms the
 * rules of the timed lock decide. Kept, the lock changes hands after each call, and the other task has it for one switch interval
 * of 5 ms: a third of the time. Released, the other task loses next to nothing; it is the extension that waits, after each call,
 * for one switch interval until it gets the lock back, and computes for two thirds of the time.
 */
public final class ExtensionLockExperiment implements Experiment {

    private static final String HELD = NativeHeld.NAME;
    private static final String RELEASED = NativeReleased.NAME;
    private static final String SHORT_CALLS = "-10ms";

    /** About 10 ms. */
    private static final String SHORT_CALL = "500k";

    @Override
    public String name() {
        return "extension-lock";
    }

    @Override
    public String question() {
        return "What does a C extension that keeps the giant lock do to everyone else?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        Stream<Contender> whole =
                Stream.of(Threads.NAME, HELD, RELEASED).map(strategy -> Contender.of(BusyPair.NAME, strategy));
        Stream<Contender> inCalls = Stream.of(HELD, RELEASED)
                .map(strategy -> Contender.of(BusyPair.NAME, strategy)
                        .withOption(NativeOptions.CALL_TICKS.name(), SHORT_CALL)
                        .labelled(strategy + SHORT_CALLS));
        return Stream.concat(whole, inCalls).toList();
    }

    @Override
    public List<String> highlights() {
        return List.of(BusyPair.COUNTER_RATE, BusyPair.BUSY_RATE, Claim.CORE_USE);
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                counter(
                        "beside a call that keeps the lock the task in Java gets less than 1 % of its count",
                        HELD, Bound.atMost(0.01)),
                counter(
                                "beside a call that releases the lock it keeps at least 80 % of its count",
                                RELEASED, Bound.atLeast(0.8))
                        .needingCores(2),
                ForeignCallExperiment.processors(
                                "with the lock kept the two use one processor", HELD, Bound.atMost(1.2))
                        .needingCores(2),
                ForeignCallExperiment.processors(
                                "with the lock released the two use two processors", RELEASED, Bound.atLeast(1.7))
                        .needingCores(2),
                counter(
                                "between calls of 10 ms that keep the lock the task in Java gets a switch interval each,"
                                        + " about a third of its count",
                                HELD + SHORT_CALLS,
                                Bound.between(0.22, 0.48))
                        .needingCores(2),
                counter(
                                "beside calls of 10 ms that release the lock it keeps at least 80 % of its count",
                                RELEASED + SHORT_CALLS, Bound.atLeast(0.8))
                        .needingCores(2),
                Claim.ratio(
                                "calls of 10 ms that release the lock wait a switch interval each to get it back,"
                                        + " about a third of their time",
                                BusyPair.BUSY_RATE,
                                RELEASED + SHORT_CALLS,
                                Threads.NAME,
                                Bound.between(0.52, 0.8))
                        .needingCores(2));
    }

    /** Of what the task in Java counts beside a thread, without a lock. */
    private static Claim counter(String statement, String label, Bound bound) {
        return Claim.ratio(statement, BusyPair.COUNTER_RATE, label, Threads.NAME, bound);
    }
}
