package org.interleave.core.workloads.mix;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Demand;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.LatencyMetric;
import org.interleave.core.NativeCall;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Quantity;
import org.interleave.core.Round;
import org.interleave.core.Workload;
import org.interleave.core.workloads.ArrivalSchedule;

/**
 * Requests of one's own profile: each is a sequence of steps, of which some compute, some wait, and some do what else requests do.
 * What a request does comes of the seed and its number, so it is the same under every strategy.
 *
 * <p><b>How requests come.</b> From a {@link RequestLoad} outside the strategy, over TCP connections that stay open, as between a
 * service and those who use it. In an open loop ({@code rate}) they are due at moments that a seed decides, whether others are
 * answered or not; in a closed loop ({@code rate=0}) there are always {@link #IN_FLIGHT} of them, and an answer makes the next one
 * due. There is a task for each connection, {@link #IN_FLIGHT} in all, and each has one request at a time. So a strategy does with a
 * request what its model does with one: a thread that waits for it, virtual or not; an event loop; an actor; a worker process. All
 * wait for a message, and none has to start anything for it. Requests that find all of them busy queue up in the load, and what
 * the queue has no room for is refused.
 *
 * <p><b>What that leaves out.</b> A strategy that starts a thread for each request pays for that start, which here it does not. A pool
 * of so many threads is {@code threads} with as many in flight, for the queue is in front of the tasks; a pool whose threads are
 * fewer than its tasks would leave some connections unserved for ever, so {@code thread-pool} refuses. A connection stays with its task,
 * and the load sends to the one that has been idle for longest: it does not know which worker or loop that belongs to. A
 * strategy that cannot have so many tasks or connections is refused before anything runs.
 *
 * <p><b>Native code</b> is a {@link NativeCall}: strategies of native code call C, with the lock as they and {@link #NATIVE_LOCK} say;
 * others run the same ticks in Java, within the turn or as a call that blocks. {@link #NATIVE_IN_C} and {@link #NATIVE_IN_JAVA} say
 * which it was. Strategies of native code refuse requests without any.
 *
 * <p><b>Lengths</b> of steps that compute are in ticks of about 20 ns, so that the work is the same on a slow day.
 *
 * <p>The oracle: every request is answered once or refused; its answer holds the state that {@link org.interleave.core.Tick#jump} finds for
 * the ticks of its steps, and marks that only its steps leave, once each and in order; no wait ended early; as many messages arrived as
 * were to be sent; and the number that they share is the sum of all additions, if the strategy vouches for that.
 */
public final class Mix implements Workload<Served> {

    /** Its name. */
    public static final String NAME = "mix";

    /** A histogram. The times from when a request was due until it was answered. */
    public static final String LATENCY = "latency";

    /** A histogram. In an open loop, the times from when a request was due until the load took it on: how late that was itself. */
    public static final String LATENESS = "lateness";

    /** The median of {@link #LATENCY}. */
    public static final String LATENCY_P50 = LatencyMetric.P50.of(LATENCY);

    /** The 99th percentile of {@link #LATENCY}. */
    public static final String LATENCY_P99 = LatencyMetric.P99.of(LATENCY);

    /** A metric. The requests that were due. */
    public static final String REQUESTS_DUE = "requests";

    /** A metric. Those of them that the queue had no room for. */
    public static final String REFUSED = "refused";

    /** A metric. The requests that were answered, by the time from when the load began to the last answer. */
    public static final String THROUGHPUT = "throughput";

    /** A metric. The requests that were due and not answered, on average over that time. */
    public static final String REQUESTS_IN_FLIGHT = "requests_in_flight";

    /** A metric. Processor time of the strategy for each request that was answered, in seconds; that of the load does not count. */
    public static final String CPU_PER_REQUEST = "cpu_per_request";

    /**
     * A metric. What a task that waits takes of the heap and of stacks of threads, in bytes, as {@link
     * org.interleave.core.runtime.HeapPerTask} finds it; where tasks run in this process.
     */
    public static final String MEMORY_PER_REQUEST = "memory_per_request";

    /** A metric. The additions to the shared number that were lost. */
    public static final String LOST_UPDATES = "lost_updates";

    /** A metric. The calls of native code that ran in C. */
    public static final String NATIVE_IN_C = "native_in_c";

    /** A metric. The calls of native code that ran in Java. */
    public static final String NATIVE_IN_JAVA = "native_in_java";

    /** Requests per second. */
    public static final Parameter<Long> RATE = Parameter.count(
            "rate",
            "requests per second, answered or not; 0 for a closed loop, where an answer brings the next request",
            0,
            0,
            0,
            1_000_000);

    /** The time for which requests come in an open loop. */
    public static final Parameter<Duration> DURATION = Parameter.duration(
            "duration",
            "how long requests come at a rate",
            Duration.ofMillis(150),
            Duration.ofSeconds(5),
            Duration.ofMillis(10),
            Duration.ofMinutes(10));

    /** The number of requests of a closed loop. */
    public static final Parameter<Long> REQUESTS =
            Parameter.count("requests", "requests of a closed loop", 128, 5_000, 1, 1_000_000);

    /** The requests that are served at once. */
    public static final Parameter<Long> IN_FLIGHT = Parameter.count(
            "in-flight",
            "requests that are served at once: always so many in a closed loop, at most at a rate",
            16,
            200,
            1,
            10_000);

    /** The requests that may wait. */
    public static final Parameter<Long> QUEUE = Parameter.count(
            "queue", "requests that may wait to be served; more are refused", 1_000, 1_000, 0, 1_000_000);

    /** The number of steps of a request. */
    public static final Parameter<Long> STEPS = Parameter.count("steps", "steps of each request", 5, 5, 1, 1_000);

    /** The kinds of steps. */
    public static final Parameter<Shares> SHARE = Parameter.text(
            "share",
            "what part of all steps each kind has",
            Shares.parse("compute:30,wait:70"),
            Shares.ALLOWED,
            Shares::parse,
            Shares::toString);

    private static final Duration SHORT = Duration.ofNanos(500_000);
    private static final Duration LONG = Duration.ofMillis(5);

    /** The mean length of steps that compute. */
    public static final Parameter<Duration> COMPUTE = length("compute", "how long a step computes, on average", SHORT);

    /** The mean length of steps that wait. */
    public static final Parameter<Duration> WAIT =
            length("wait", "how long a step waits, as for another service, on average", LONG);

    /** The mean length of calls that block. */
    public static final Parameter<Duration> BLOCKING =
            length("blocking", "how long a call blocks its thread, on average", LONG);

    /** The mean length of native code. */
    public static final Parameter<Duration> NATIVE =
            length("native", "how long a step computes in native code, on average", SHORT);

    /** What native code does with the lock. */
    public static final Parameter<Boolean> NATIVE_LOCK = Parameter.choice(
            "native-lock",
            "what native code does meanwhile with the lock that its task runs under, or with the loop",
            true,
            List.of(true, false),
            held -> held ? "held" : "released");

    /** How much lengths vary. */
    public static final Parameter<Double> SPREAD = Parameter.text(
            "spread",
            "standard deviation of lengths by their mean, of a lognormal distribution",
            0.5,
            "from 0 to 5",
            Mix::spread,
            spread -> BigDecimal.valueOf(spread).stripTrailingZeros().toPlainString());

    /** The seed of what requests do and when they are due. */
    public static final Parameter<Long> SEED =
            Parameter.count("seed", "seed of what requests do and when they are due", 1, 1, 0, 1_000_000_000_000L);

    /** Whether the memory that a waiting request takes is measured. */
    public static final Parameter<Boolean> MEMORY = Parameter.choice(
            "memory",
            "whether the memory for each request that waits is measured, in a run of its own that is not timed",
            true,
            List.of(true, false),
            measured -> measured ? "measured" : "not-measured");

    private static final double MOST_SPREAD = 5;
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);
    private static final long MOST_STEPS = 100_000_000;
    private static final long MOST_REQUESTS = 1_000_000;
    private static final long WARM_UP_REQUESTS = 200;
    private static final Duration WARM_UP_DURATION = Duration.ofMillis(300);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How many times as long as it should a request may take. */
    private static final int STALL = 4;

    private final Duration patience;

    /** With a patience of a quarter of a minute. */
    public Mix() {
        this(PATIENCE);
    }

    /**
     * With patience of one's own.
     *
     * @param patience how long nothing may happen beside what requests take by themselves
     */
    Mix(Duration patience) {
        this.patience = patience;
    }

    private static Parameter<Duration> length(String name, String description, Duration value) {
        return Parameter.duration(name, description, value, value, Duration.ofNanos(1_000), Duration.ofSeconds(10));
    }

    private static double spread(String text) {
        double spread;
        try {
            spread = new BigDecimal(text.strip()).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a number such as 0.5", e);
        }
        if (!(spread >= 0 && spread <= MOST_SPREAD)) {
            throw new IllegalArgumentException("is out of range, allowed is from 0 to 5");
        }
        return spread;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "requests of your own profile: computing, waits, calls, messages, shared state and native code, mixed";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(
                RATE,
                DURATION,
                REQUESTS,
                IN_FLIGHT,
                QUEUE,
                STEPS,
                SHARE,
                COMPUTE,
                WAIT,
                BLOCKING,
                NATIVE,
                NATIVE_LOCK,
                SPREAD,
                SEED,
                MEMORY);
    }

    @Override
    public List<String> highlights() {
        return List.of(LATENCY_P50, LATENCY_P99, THROUGHPUT, CPU_PER_REQUEST, MEMORY_PER_REQUEST);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.CONCURRENCY, Feature.CONNECTIONS);
    }

    /** Shared cells and inboxes only if some steps use them. */
    @Override
    public Set<Feature> needs(Parameters parameters) {
        Set<Feature> needs = EnumSet.copyOf(needs());
        if (parameters.get(SHARE).has(StepKind.CELL)) {
            needs.add(Feature.SHARED_CELLS);
        }
        if (parameters.get(SHARE).has(StepKind.MESSAGE)) {
            needs.add(Feature.INBOXES);
        }
        return needs;
    }

    @Override
    public boolean hasKernels(Parameters parameters) {
        return parameters.get(SHARE).has(StepKind.NATIVE);
    }

    @Override
    public Demand demand(Parameters parameters) {
        long inFlight = parameters.get(IN_FLIGHT);
        return new Demand(inFlight + 1, 2 * inFlight + 1);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Stream.of(
                        Set.of(
                                REQUESTS_DUE,
                                REFUSED,
                                THROUGHPUT,
                                REQUESTS_IN_FLIGHT,
                                CPU_PER_REQUEST,
                                MEMORY_PER_REQUEST,
                                LOST_UPDATES,
                                NATIVE_IN_C,
                                NATIVE_IN_JAVA),
                        LatencyMetric.names(LATENCY),
                        LatencyMetric.names(LATENESS))
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(REQUESTS);
    }

    /** A load at a rate is as long as it lasts. */
    @Override
    public Optional<Parameter<?>> size(Parameters parameters) {
        return Optional.of(parameters.get(RATE) == 0 ? REQUESTS : DURATION);
    }

    /** Requests. */
    @Override
    public OptionalLong parts(Parameters parameters) {
        return OptionalLong.of(requests(parameters));
    }

    private static long requests(Parameters parameters) {
        long rate = parameters.get(RATE);
        return rate == 0 ? parameters.get(REQUESTS) : ArrivalSchedule.requests(rate, parameters.get(DURATION));
    }

    @Override
    public Round<Served> prepare(Parameters parameters) {
        long requests = requests(parameters);
        int inFlight = parameters.getInt(IN_FLIGHT);
        long rate = parameters.get(RATE);
        checkSize(parameters, requests);
        if (rate == 0 && requests < inFlight) {
            throw new InvalidInputException(
                    "requests=" + requests + " are fewer than in-flight=" + inFlight + ", must be as many at least");
        }
        Profile profile = profile(parameters);
        Optional<ArrivalSchedule> arrivals =
                rate == 0 ? Optional.empty() : Optional.of(new ArrivalSchedule(rate, parameters.get(SEED)));
        LoadPlan plan = new LoadPlan(
                Math.toIntExact(requests), inFlight, arrivals, parameters.getInt(QUEUE), patience(profile, inFlight));
        return new MixRound(RequestLoad.start(plan), plan, profile, parameters.get(MEMORY));
    }

    /** Requests that all compute at once are all answered at last. */
    private Duration patience(Profile profile, int inFlight) {
        Duration longest = profile.meanLength().plus(profile.meanComputing().multipliedBy(inFlight));
        return patience.plus(longest.multipliedBy(STALL));
    }

    private static void checkSize(Parameters parameters, long requests) {
        if (requests > MOST_REQUESTS || requests * parameters.get(STEPS) > MOST_STEPS) {
            throw new InvalidInputException(requests + " requests of steps=" + parameters.get(STEPS)
                    + " are too many, allowed are " + MOST_REQUESTS + " requests and " + MOST_STEPS + " steps in all");
        }
        Duration length = profile(parameters).meanLength();
        if (length.compareTo(LONGEST_REQUEST) > 0) {
            throw new InvalidInputException("a request of steps=" + parameters.get(STEPS) + " takes "
                    + length.toSeconds() + " s on average, must be at most " + Quantity.format(LONGEST_REQUEST));
        }
    }

    /** What requests are like with these parameters. */
    static Profile profile(Parameters parameters) {
        Map<StepKind, Duration> lengths = Map.of(
                StepKind.COMPUTE, parameters.get(COMPUTE),
                StepKind.WAIT, parameters.get(WAIT),
                StepKind.BLOCKING, parameters.get(BLOCKING),
                StepKind.NATIVE, parameters.get(NATIVE));
        return new Profile(
                parameters.get(SHARE),
                lengths,
                parameters.get(SPREAD),
                parameters.getInt(STEPS),
                parameters.get(NATIVE_LOCK),
                parameters.get(SEED));
    }

    @Override
    public Parameters warmUp(Parameters parameters) {
        long fewest = Math.max(WARM_UP_REQUESTS, parameters.get(IN_FLIGHT));
        Duration duration = parameters.get(DURATION);
        return parameters
                .with(REQUESTS, Math.min(parameters.get(REQUESTS), fewest))
                .with(DURATION, duration.compareTo(WARM_UP_DURATION) > 0 ? WARM_UP_DURATION : duration);
    }
}
