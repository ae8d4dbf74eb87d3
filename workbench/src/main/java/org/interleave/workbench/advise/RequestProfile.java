package org.interleave.workbench.advise;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.interleave.core.Parameter;
import org.interleave.core.Preset;
import org.interleave.core.Quantity;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.core.workloads.mix.StepKind;

/**
 * What a team's requests are like, how many there are, and what is wanted of whoever serves them.
 *
 * @param shares the percentage of all steps that each kind has, of those that have any; they sum up to 100
 * @param lengths the mean length of a step, of the kinds that have a length
 * @param steps the steps of each request
 * @param spread the standard deviation of lengths by their mean
 * @param nativeHeld whether native code keeps the lock
 * @param inFlight the requests that are served at once, if that is said
 * @param rate requests in a second; empty for a closed loop, where an answer brings the next request
 * @param criterion what is wanted first
 * @param cores the processors of the machine that is asked about; empty for those of this one
 */
public record RequestProfile(
        SequencedMap<StepKind, Double> shares,
        Map<StepKind, Duration> lengths,
        long steps,
        double spread,
        boolean nativeHeld,
        OptionalLong inFlight,
        OptionalLong rate,
        Criterion criterion,
        OptionalInt cores) {

    /** As many as a service of middling size has. */
    private static final long USUAL_IN_FLIGHT = 100;

    /** Of a rate, so many times what would be in flight if nobody had to wait. */
    private static final double ROOM = 4;

    private static final long LEAST_ROOM = 16;

    /** Takes copies. */
    public RequestProfile {
        shares = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shares));
        lengths = Map.copyOf(lengths);
    }

    /** The lengths of steps that can be said, by the kind that has them. */
    static Map<StepKind, Parameter<Duration>> lengthParameters() {
        Map<StepKind, Parameter<Duration>> parameters = new EnumMap<>(StepKind.class);
        parameters.put(StepKind.COMPUTE, Mix.COMPUTE);
        parameters.put(StepKind.WAIT, Mix.WAIT);
        parameters.put(StepKind.BLOCKING, Mix.BLOCKING);
        parameters.put(StepKind.NATIVE, Mix.NATIVE);
        return parameters;
    }

    /** The same requests, but for their shares. */
    RequestProfile withShares(SequencedMap<StepKind, Double> others) {
        return new RequestProfile(others, lengths, steps, spread, nativeHeld, inFlight, rate, criterion, cores);
    }

    /** Whether they come at a rate, whether others are answered or not. */
    public boolean atRate() {
        return rate.isPresent();
    }

    /** The measure by which contenders race. */
    public String measure() {
        return criterion.measure(atRate());
    }

    /** The length of a step: as it is said, or as the workload has it. */
    private Duration length(StepKind kind) {
        Parameter<Duration> parameter = lengthParameters().get(kind);
        return parameter == null ? Duration.ZERO : lengths.getOrDefault(kind, parameter.defaultValue(Preset.QUICK));
    }

    /** The seconds that a request spends on steps of a kind, on average. */
    private double seconds(StepKind kind) {
        return steps * shares.getOrDefault(kind, 0.0) / 100 * length(kind).toNanos() / 1e9;
    }

    /** The seconds that a request takes of a processor, on average. */
    double computingSeconds() {
        return seconds(StepKind.COMPUTE) + seconds(StepKind.NATIVE);
    }

    /** The seconds that a request takes if it never waits for another, on average. */
    double seconds() {
        return computingSeconds() + seconds(StepKind.WAIT) + seconds(StepKind.BLOCKING);
    }

    /** The requests that are served at once: always so many in a closed loop, at most at a rate. */
    long atOnce() {
        return inFlight.orElseGet(() -> rate.isPresent()
                ? Math.min(10_000, LEAST_ROOM + (long) Math.ceil(ROOM * rate.getAsLong() * seconds()))
                : USUAL_IN_FLIGHT);
    }

    /** The parameters of {@link Mix} that say so, by name; how many requests there are is not among them. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(Mix.SHARE.name(), shareSetting());
        lengths.forEach((kind, length) -> parameters.put(kind.title(), Quantity.format(length)));
        parameters.put(Mix.STEPS.name(), Long.toString(steps));
        parameters.put(Mix.SPREAD.name(), Mix.SPREAD.format(spread));
        parameters.put(Mix.NATIVE_LOCK.name(), Mix.NATIVE_LOCK.format(nativeHeld));
        parameters.put(Mix.IN_FLIGHT.name(), Long.toString(atOnce()));
        parameters.put(Mix.RATE.name(), Long.toString(rate.orElse(0)));
        return parameters;
    }

    /** The shares as {@link Mix#SHARE} takes them. */
    String shareSetting() {
        return shares.entrySet().stream()
                .map(share -> share.getKey().title() + ":" + ShareList.number(share.getValue()))
                .collect(Collectors.joining(","));
    }

    /** It in words. */
    public String text() {
        String kinds = shares.entrySet().stream()
                .map(share -> share.getKey().title() + " " + ShareList.number(share.getValue()) + " %"
                        + (lengthParameters().containsKey(share.getKey())
                                ? " of " + Quantity.format(length(share.getKey()))
                                : ""))
                .collect(Collectors.joining(", "));
        String held = shares.containsKey(StepKind.NATIVE)
                ? ", native code with the lock " + Mix.NATIVE_LOCK.format(nativeHeld)
                : "";
        String load = rate.isPresent()
                ? rate.getAsLong() + " requests a second, at most " + atOnce() + " served at once"
                : atOnce() + " in flight";
        return kinds + "; " + steps + " steps a request, spread " + Mix.SPREAD.format(spread) + held + "; " + load;
    }
}
