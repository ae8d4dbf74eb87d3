package org.interleave.workbench.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Countdown;
import org.interleave.core.workloads.Echo;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.SwitchInterval;
import org.interleave.threads.Threads;
import org.interleave.threads.TickPolicy;

/**
 * The interval after which the giant lock is offered, over all its range: what a countdown loses by switching, and how
 * long a request waits for its reply beside a task that computes.
 *
 * <p>The longer the interval, the less is lost and the longer a reply takes: a trade-off without an optimum. Claims are
 * about neighbouring points that both presets measure, with room for noise, and about the ends. There a reply without a lock
 * is taken off, which tells what a reply takes anyway on this machine.
 */
public final class SwitchIntervalExperiment implements Experiment {

    @Override
    public String name() {
        return "switch-interval";
    }

    @Override
    public String question() {
        return "What does a longer switch interval gain, and what does it cost?";
    }

    /** Points of both presets, in the order of the interval. */
    private static final List<String> TICKS = List.of("10", "300", "10k");

    private static final List<String> TIMES = List.of("100us", "3ms", "100ms");

    private static final String NO_LOCK = "no-lock-echo";
    private static final String OFTEN = "200";
    private static final String BRIEFLY = "150ms";
    private static final String LONG = "10s";

    private static final List<String> MORE_TICKS = List.of("30", "100", "1k", "3k");
    private static final List<String> MORE_TIMES = List.of("300us", "1ms", "10ms", "30ms");

    @Override
    public List<Contender> contenders(Preset preset) {
        Stream<Contender> tick = points(TICKS, MORE_TICKS, preset).flatMap(ticks -> both("tick", ticks, preset));
        Stream<Contender> timed = points(TIMES, MORE_TIMES, preset).flatMap(time -> both("timed", time, preset));
        Contender noLock = echo(Threads.NAME, OFTEN, preset == Preset.QUICK ? BRIEFLY : LONG)
                .labelled(NO_LOCK);
        return Stream.of(Stream.of(noLock), tick, timed)
                .flatMap(contenders -> contenders)
                .toList();
    }

    private static Stream<String> points(List<String> quick, List<String> more, Preset preset) {
        return preset == Preset.QUICK ? quick.stream() : Stream.concat(quick.stream(), more.stream());
    }

    private static Stream<Contender> both(String policy, String interval, Preset preset) {
        boolean quick = preset == Preset.QUICK;
        Contender countdown = Contender.of(Countdown.NAME, GiantLocks.PREFIX + policy)
                .withParameter(Countdown.COUNT.name(), quick ? "4M" : "50M")
                .labelled(overhead(policy, interval));
        Contender echo = echo(GiantLocks.PREFIX + policy, rate(interval), quick ? duration(interval) : LONG)
                .labelled(response(policy, interval));
        String option = policy.equals("tick") ? TickPolicy.CHECK_INTERVAL.name() : SwitchInterval.OPTION.name();
        return Stream.of(countdown, echo).map(contender -> contender.withOption(option, interval));
    }

    private static Contender echo(String strategy, String rate, String duration) {
        return Contender.of(Echo.NAME, strategy)
                .withParameter(Echo.RATE.name(), rate)
                .withParameter(Echo.DURATION.name(), duration);
    }

    /** A request takes its task two waits for the lock, which fit between two requests: half a period at least. */
    private static String rate(String interval) {
        return switch (interval) {
            case "100ms" -> "2";
            case "30ms" -> "8";
            case "10ms" -> "25";
            case "10", "30", "100", "300", "100us", "300us" -> OFTEN;
            default -> "40";
        };
    }

    private static String duration(String interval) {
        return interval.equals("100ms") ? "1s" : BRIEFLY;
    }

    private static String overhead(String policy, String interval) {
        return policy + "-" + interval;
    }

    private static String response(String policy, String interval) {
        return policy + "-" + interval + "-echo";
    }

    @Override
    public List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        curve(claims, "tick", TICKS, " ticks");
        curve(claims, "timed", TIMES, "");
        return claims;
    }

    private static void curve(List<Claim> claims, String policy, List<String> points, String unit) {
        for (int i = 1; i < points.size(); i++) {
            String from = points.get(i - 1);
            String to = points.get(i);
            String step = policy + ", from " + from + " to " + to + unit + ": ";
            claims.add(overhead(step + "a countdown takes no longer", policy, from, to, Bound.atMost(1.1)));
            claims.add(response(step + "a reply takes no less", policy, from, to, Bound.atLeast(0.7)));
        }
        String first = points.getFirst();
        String last = points.getLast();
        String range = policy + ", from " + first + " to " + last + unit + ": ";
        claims.add(overhead(range + "a countdown gains", policy, first, last, Bound.atMost(0.98)));
        claims.add(response(range + "a reply pays", policy, last, first, Bound.atMost(0.5))
                .above(NO_LOCK));
    }

    private static Claim overhead(String statement, String policy, String from, String to, Bound bound) {
        return Claim.ratio(statement, Claim.WALL, overhead(policy, to), overhead(policy, from), bound)
                .needingCores(2);
    }

    private static Claim response(String statement, String policy, String from, String to, Bound bound) {
        return Claim.ratio(statement, Echo.LATENCY_P50, response(policy, to), response(policy, from), bound)
                .needingCores(2);
    }
}
