package org.interleave.workbench.advise;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Quantity;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.workbench.measure.Schedule;

/**
 * The length of rounds: long enough to tell what is asked, and short enough for all contenders to come round.
 *
 * @param parameters of {@link Mix}, by name
 * @param rounds that each fork counts, at least
 * @param fork about how long a fork takes
 */
public record RoundSize(Map<String, String> parameters, int rounds, Duration fork) {

    /** A p99 rests on 299 requests. */
    static final int FEWEST_OF_P99 = 300;

    private static final double START = 1.1;

    /** Rounds that warm up, mostly. */
    private static final double WARM_UPS = 3;

    /** Not every contender is as fast as the machine allows. */
    private static final double SLOWER = 1.3;

    private static final double ROUND = 0.4;
    private static final double LONG_ROUND = 0.8;
    private static final double LEAST_COUNTED = 0.3;
    private static final double LONGEST_AT_RATE = 10;

    /** A step that only hands something over. */
    private static final double HAND_OVER = 20e-6;

    /** The part of the time in which each contender has its first fork, at most, if rounds can be made short enough. */
    private static final double FIRST_FORKS = 0.45;

    /** Takes a copy. */
    public RoundSize {
        parameters = Map.copyOf(parameters);
    }

    /**
     * For a number of contenders.
     *
     * @param processors that they may use
     * @param time that all of advising may take
     * @throws InvalidInputException if even the shortest rounds take too long
     */
    public static RoundSize of(RequestProfile profile, int processors, int contenders, Duration time) {
        double available = time.toMillis() / 1e3;
        RoundSize size = profile.atRate() ? atRate(profile) : closed(profile, processors, contenders, available);
        double needed = size.fork.toMillis() / 1e3 * contenders;
        if (needed > available) {
            throw new InvalidInputException("one fork of each of " + contenders + " contenders would take about "
                    + Schedule.text(Duration.ofMillis((long) (1e3 * needed))) + ", more than --time "
                    + Quantity.format(time)
                    + "; allow more, or ask for fewer requests in flight, shorter steps or fewer --strategies");
        }
        return size;
    }

    private static RoundSize closed(RequestProfile profile, int processors, int contenders, double available) {
        long inFlight = profile.atOnce();
        double computing = Math.max(profile.computingSeconds(), profile.steps() * HAND_OVER);
        double rate = Math.min(inFlight / Math.max(profile.seconds(), computing), processors / computing);
        RoundSize usual = closed(Math.max(2 * inFlight, Math.round(rate * ROUND)), rate);
        RoundSize shortest = closed(inFlight, rate);
        return usual.fork.toMillis() / 1e3 * contenders <= FIRST_FORKS * available ? usual : shortest;
    }

    private static RoundSize closed(long requests, double rate) {
        double round = requests / rate;
        return of(Map.of(Mix.REQUESTS.name(), Long.toString(requests)), requests, round, round);
    }

    private static RoundSize atRate(RequestProfile profile) {
        double rate = profile.rate().orElseThrow();
        double wanted = Math.max(Math.max(ROUND, 4 * profile.seconds()), FEWEST_OF_P99 / rate / 2);
        long millis = (long) Math.ceil(1e3 * Math.min(LONGEST_AT_RATE, wanted));
        double round = millis / 1e3;
        return of(
                Map.of(Mix.DURATION.name(), millis + "ms"),
                Math.max(1, (long) (rate * round)),
                round,
                round + profile.seconds());
    }

    private static RoundSize of(Map<String, String> requests, long each, double round, double wall) {
        int forP99 = Math.toIntExact(Math.ceilDiv(FEWEST_OF_P99, each));
        int usual = round >= LONG_ROUND ? 1 : round >= LEAST_COUNTED ? 2 : 3;
        int rounds = Math.max(usual, forP99);
        Map<String, String> parameters = new LinkedHashMap<>(requests);
        parameters.put(Mix.MEMORY.name(), Mix.MEMORY.format(false));
        double counting = Math.max(LEAST_COUNTED, rounds * wall);
        double seconds = START + SLOWER * (WARM_UPS * wall + counting);
        return new RoundSize(parameters, rounds, Duration.ofMillis((long) (1e3 * seconds)));
    }
}
