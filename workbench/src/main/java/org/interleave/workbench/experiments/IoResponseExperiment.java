package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Echo;
import org.interleave.processes.Processes;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.SwitchInterval;
import org.interleave.threads.Threads;

/**
 * A UDP request and its reply beside one task that only computes.
 *
 * <p>Under the timed lock the task that was woken by the request waits one switch interval for the lock, whatever the
 * interval; under the tick lock it competes at every check and soon wins; under the priority lock it goes first. What a
 * reply takes anyway on this machine is measured without a lock, and taken off. Requests are sent whether they are
 * answered or not, so that a late reply counts for every request it delays, and seldom enough for none to be delayed by
 * the one before.
 */
public final class IoResponseExperiment implements Experiment {

    /** Requests per second where waits are short; a longer pause lets processors doze. */
    private static final String OFTEN = "200";

    private static final String NO_LOCK = Threads.NAME;

    @Override
    public String name() {
        return "io-response";
    }

    @Override
    public String question() {
        return "How long does a request wait for its reply while another task computes?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        boolean quick = preset == Preset.QUICK;
        Stream<Contender> timed = Stream.of(
                timed("500us", OFTEN, quick ? "120ms" : "10s"),
                timed("5ms", "40", quick ? "150ms" : "20s"),
                timed("50ms", "4", quick ? "500ms" : "30s"));
        Stream<Contender> others = Stream.of(
                        GiantLocks.TICK.name(), GiantLocks.PRIORITY.name(), NO_LOCK, Processes.NAME)
                .map(strategy -> echo(strategy, OFTEN, quick ? "120ms" : "10s"));
        return Stream.concat(timed, others).toList();
    }

    /** A request takes its task two waits for the lock, which fit between two requests: half a period at least. */
    private static Contender timed(String interval, String rate, String duration) {
        return echo(GiantLocks.TIMED.name(), rate, duration)
                .withOption(SwitchInterval.OPTION.name(), interval)
                .labelled("timed-" + interval);
    }

    private static Contender echo(String strategy, String rate, String duration) {
        return Contender.of(Echo.NAME, strategy)
                .withParameter(Echo.RATE.name(), rate)
                .withParameter(Echo.DURATION.name(), duration);
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                followsInterval("500us", 0.0005),
                followsInterval("5ms", 0.005),
                followsInterval("50ms", 0.05),
                addsLittle("the tick lock", GiantLocks.TICK.name()),
                addsLittle("the priority lock", GiantLocks.PRIORITY.name()));
    }

    private static Claim followsInterval(String interval, double seconds) {
        return Claim.value(
                        "the timed lock with an interval of " + interval
                                + " makes a reply take about one interval more",
                        Echo.LATENCY_P50,
                        "timed-" + interval,
                        Bound.between(0.8, 1.7))
                .above(NO_LOCK)
                .scaledBy(1 / seconds)
                .needingCores(2);
    }

    private static Claim addsLittle(String lock, String label) {
        return Claim.ratio(
                        lock + " adds at most a quarter of what the timed lock with 5 ms adds to a reply",
                        Echo.LATENCY_P50,
                        label,
                        "timed-5ms",
                        Bound.atMost(0.25))
                .above(NO_LOCK)
                .needingCores(2);
    }
}
