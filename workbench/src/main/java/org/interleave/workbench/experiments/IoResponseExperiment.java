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
 * interval; under the tick lock it competes at every check and soon wins; under the priority lock it goes first. Requests are sent at a fixed rate, slow
 * enough for the longest interval, so that a late reply counts for every request it delays.
 */
public final class IoResponseExperiment implements Experiment {

    private static final String SHORT_WAITS = "200";

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
        String seconds = preset == Preset.QUICK ? "600ms" : "20s";
        Stream<Contender> timed = Stream.of("500us", "5ms", "50ms")
                .map(interval -> Contender.of(Echo.NAME, GiantLocks.TIMED.name())
                        .withOption(SwitchInterval.OPTION.name(), interval)
                        .withParameter(Echo.RATE.name(), rate(interval))
                        .labelled("timed-" + interval));
        Stream<Contender> others = Stream.of(
                        GiantLocks.TICK.name(), GiantLocks.PRIORITY.name(), Threads.NAME, Processes.NAME)
                .map(strategy -> Contender.of(Echo.NAME, strategy).withParameter(Echo.RATE.name(), SHORT_WAITS));
        return Stream.concat(timed, others)
                .map(contender -> contender.withParameter(Echo.DURATION.name(), seconds))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                followsInterval("500us", 0.0005),
                followsInterval("5ms", 0.005),
                followsInterval("50ms", 0.05),
                fasterThanTimed(GiantLocks.TICK.name()),
                fasterThanTimed(GiantLocks.PRIORITY.name()),
                fasterThanTimed(Threads.NAME));
    }

    /** Two waits for the lock in each request have to fit between two requests; a longer pause lets processors doze. */
    private static String rate(String interval) {
        return switch (interval) {
            case "500us" -> SHORT_WAITS;
            case "5ms" -> "50";
            default -> "7";
        };
    }

    private static Claim followsInterval(String interval, double seconds) {
        return Claim.value(
                        "under the timed lock with an interval of " + interval + ", a reply takes about one interval",
                        Echo.LATENCY_P50,
                        "timed-" + interval,
                        Bound.between(0.9, 2))
                .scaledBy(1 / seconds);
    }

    private static Claim fasterThanTimed(String strategy) {
        return Claim.ratio(
                        "a reply on " + strategy + " takes at most a tenth of that under the timed lock with 5 ms",
                        Echo.LATENCY_P50,
                        strategy,
                        "timed-5ms",
                        Bound.atMost(0.1))
                .needingCores(2);
    }
}
