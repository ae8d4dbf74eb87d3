package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.interleave.core.Completion;
import org.interleave.core.Demand;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Quantity;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * A server that answers requests beside tasks that only compute. The requests come from a {@link LoadGenerator}
 * outside the strategy, at a given rate whether they are answered or not.
 *
 * <p>The tasks that compute are {@link BackgroundLoad}, which outlasts the load: a strategy that cannot preempt
 * them lets the server answer when they end. Then a latency is the time that they compute, and {@link
 * #ANSWERED_MEANWHILE} of {@link #REQUESTS_MEANWHILE} says so: none.
 *
 * <p>The default rate leaves the timed giant lock as much time as it is held up: there a request takes its task two switch
 * intervals of 5 ms, which is what two requests are apart at least. At more, replies would wait for each other, and their
 * latency tell the rate. Its six requests in a round make thirty in five, of which a 90th percentile can be told.
 *
 * <p>There may be many servers, each on a socket of its own, datagrams or connections. The load is then the same in all, and comes from
 * a process of its own, an {@link EchoLoad}: the sockets of both sides would count against one limit on descriptors.
 *
 * <p>The oracle: every reply equals its request, comes once, and the server counted at least as many; the tasks beside
 * it ran the ticks they counted, and were not left until it had ended by a worker that waited for it. Datagrams may be
 * lost; they are counted.
 */
public final class Echo implements Workload<Activity> {

    /** Its name. */
    public static final String NAME = "echo";

    /** A histogram. The times from when a request was due to its reply. */
    public static final String LATENCY = "latency";

    /** A histogram. The times from when a request was due to when it was sent: how late the load generator itself was. */
    public static final String LATENESS = "lateness";

    /** The median of {@link #LATENCY}. */
    public static final String LATENCY_P50 = LatencyMetric.P50.of(LATENCY);

    /** The 90th percentile of {@link #LATENCY}. */
    public static final String LATENCY_P90 = LatencyMetric.P90.of(LATENCY);

    /** A metric. The requests sent. */
    public static final String REQUESTS = "requests";

    /** A metric. The replies received. */
    public static final String REPLIES = "replies";

    /** A metric. The requests without a reply. */
    public static final String LOST = "lost";

    /** A metric. The requests that were due while the tasks beside the server computed. */
    public static final String REQUESTS_MEANWHILE = "requests_meanwhile";

    /** A metric. Those among them that were answered before these tasks ended. */
    public static final String ANSWERED_MEANWHILE = "answered_meanwhile";

    /** Requests per second. */
    public static final Parameter<Long> RATE =
            Parameter.count("rate", "requests per second, sent whether answered or not", 100, 100, 1, 100_000);

    /** The time for which requests are sent. */
    public static final Parameter<Duration> DURATION = Parameter.duration(
            "duration",
            "how long requests are sent",
            Duration.ofMillis(60),
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofMinutes(10));

    /** The number of tasks that compute meanwhile. */
    public static final Parameter<Long> BACKGROUND =
            Parameter.count("background", "tasks beside the server that only compute", 1, 1, 0, 64);

    /** The seed of the requests' moments. */
    public static final Parameter<Long> SEED =
            Parameter.count("seed", "seed of the moments when requests are sent", 1, 1, 0, 1_000_000_000_000L);

    /** What the sockets are. */
    public static final Parameter<Transport> TRANSPORT = Transport.parameter("what the sockets are", Transport.UDP);

    /** The number of servers. */
    public static final Parameter<Long> CONNECTIONS = Parameter.count(
            "connections", "servers that share the load, each with a socket of its own", 1, 1, 1, 1_000_000);

    /** The role of a task that answers requests. */
    static final String SERVER = "server";

    private static final long MAX_REQUESTS = 10_000_000;
    private static final Duration SHORTEST_WARM_UP = Duration.ofMillis(100);
    private static final Duration LONGEST_WARM_UP = Duration.ofMillis(600);
    private static final long WARM_UP_REQUESTS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Duration patience;

    /** With a patience of half a minute. */
    public Echo() {
        this(PATIENCE);
    }

    /**
     * With patience of one's own.
     *
     * @param patience how long the stop may take to come back from a server that has ended
     */
    Echo(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "a server that answers requests beside tasks that only compute, or many servers";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(RATE, DURATION, BACKGROUND, SEED, TRANSPORT, CONNECTIONS);
    }

    @Override
    public List<String> highlights() {
        return List.of(LATENCY_P50, LATENCY_P90);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.CONCURRENCY, Feature.DATAGRAMS, Feature.INBOXES);
    }

    @Override
    public Demand demand(Parameters parameters) {
        long connections = parameters.get(CONNECTIONS);
        return new Demand(connections + parameters.get(BACKGROUND), connections);
    }

    @Override
    public boolean hasKernels() {
        return true;
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Stream.of(
                        Set.of(REQUESTS, REPLIES, LOST, REQUESTS_MEANWHILE, ANSWERED_MEANWHILE),
                        LatencyMetric.names(LATENCY),
                        LatencyMetric.names(LATENESS))
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(DURATION);
    }

    /** Requests. A strategy that cannot keep up takes as long as they take it, however long they are sent. */
    @Override
    public OptionalLong parts(Parameters parameters) {
        return OptionalLong.of(ArrivalSchedule.requests(parameters.get(RATE), parameters.get(DURATION)));
    }

    @Override
    public Round<Activity> prepare(Parameters parameters) {
        long rate = parameters.get(RATE);
        Duration duration = parameters.get(DURATION);
        long requests = ArrivalSchedule.requests(rate, duration);
        if (requests > MAX_REQUESTS) {
            throw new InvalidInputException("rate=" + rate + " over duration=" + Quantity.format(duration) + " are "
                    + requests + " requests, must be at most " + MAX_REQUESTS);
        }
        BackgroundLoad background = BackgroundLoad.outlasting(duration, parameters.getInt(BACKGROUND));
        Transport transport = parameters.get(TRANSPORT);
        int connections = parameters.getInt(CONNECTIONS);
        if (connections > 1 || transport == Transport.TCP) {
            return EchoConnectionsRound.prepare(
                    transport, connections, rate, duration, parameters.get(SEED), background);
        }
        LoadGenerator generator = LoadGenerator.start(rate, duration, parameters.get(SEED));
        return new EchoRound(generator, background, patience);
    }

    @Override
    public Parameters warmUp(Parameters parameters) {
        long half = parameters.get(DURATION).toNanos() / 2;
        Duration duration = Duration.ofNanos(Math.clamp(half, SHORTEST_WARM_UP.toNanos(), LONGEST_WARM_UP.toNanos()));
        long notSparse = WARM_UP_REQUESTS * Duration.ofSeconds(1).dividedBy(duration);
        return parameters.with(DURATION, duration).with(RATE, Math.max(parameters.get(RATE), notSparse));
    }

    private record EchoRound(LoadGenerator generator, BackgroundLoad background, Duration patience)
            implements Round<Activity> {

        @Override
        public Job<Activity> job() {
            List<Task<Activity>> tasks = new ArrayList<>();
            tasks.add(new EchoTask(new Port.Udp(generator.address()), background.size()));
            tasks.addAll(background.tasks());
            return Job.of(tasks);
        }

        @Override
        public Optional<String> role(int task) {
            return background.role(task, SERVER);
        }

        @Override
        public Map<String, Metric> verify(Outcome<Activity> outcome) {
            List<Activity> results = outcome.results(1 + background.size());
            LoadGenerator.Report report = generator.finish(patience);
            checkReplies(report, results.getFirst().count());
            Map<String, Metric> metrics = new HashMap<>();
            metrics.put(REQUESTS, Metric.count(report.sent()));
            metrics.put(REPLIES, Metric.count(report.replies()));
            metrics.put(LOST, Metric.count(report.sent() - report.replies()));
            background.check(NAME, results).ifPresent(span -> {
                checkBeside(outcome, span);
                metrics.putAll(meanwhile(span));
            });
            return metrics;
        }

        /** A busy machine may start a thread late. A worker of both, which waited for a request, had the choice. */
        private void checkBeside(Outcome<Activity> outcome, BackgroundLoad.Span computed) {
            long workers = outcome.completions().stream()
                    .map(Completion::worker)
                    .distinct()
                    .count();
            long served = outcome.results().getFirst().ended();
            if (workers == 1 && computed.begun() - served > 0 && generator.serverWaited()) {
                throw new WrongResultException(
                        "the tasks of echo that should compute were run after the server, not beside it");
            }
        }

        private Map<String, Metric> meanwhile(BackgroundLoad.Span span) {
            int due = generator.due(span.begun(), span.ended());
            int answered = generator.answered(span.begun(), span.ended());
            return Map.of(REQUESTS_MEANWHILE, Metric.count(due), ANSWERED_MEANWHILE, Metric.count(answered));
        }

        @Override
        public Map<String, Histogram> latencies(Outcome<Activity> outcome) {
            LoadGenerator.Report report = generator.finish(patience);
            return Map.of(LATENCY, report.latency(), LATENESS, report.lateness());
        }

        private static void checkReplies(LoadGenerator.Report report, long counted) {
            report.complaint().ifPresent(complaint -> {
                throw new WrongResultException("the server of echo " + complaint);
            });
            if (!report.stopped()) {
                throw new WrongResultException(
                        "the server of echo ended before it was told to, having answered " + report.replies());
            }
            if (report.replies() == 0) {
                throw new WrongResultException("the server of echo answered none of " + report.sent() + " requests");
            }
            if (counted < report.replies() || counted > report.sent()) {
                throw new WrongResultException("the server of echo counted " + counted + " replies, of which "
                        + report.replies() + " arrived, to " + report.sent() + " requests");
            }
        }

        @Override
        public void close() {
            generator.close();
        }
    }
}
