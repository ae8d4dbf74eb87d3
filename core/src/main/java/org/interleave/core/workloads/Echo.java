package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * A server that answers UDP requests beside tasks that only compute. The requests come from a {@link LoadGenerator}
 * outside the strategy, at a fixed rate whether they are answered or not.
 *
 * <p>The tasks that compute are {@link BackgroundLoad}, which outlasts the load: a strategy that cannot preempt
 * them lets the server answer when they end.
 *
 * <p>The oracle: every reply equals its request, comes once, and the server counted at least as many. Datagrams may be
 * lost; they are counted.
 */
public final class Echo implements Workload<Long> {

    /** Its name. */
    public static final String NAME = "echo";

    /** A metric. The median time from when a request was due to its reply, in seconds. */
    public static final String LATENCY_P50 = "latency_p50";

    /** A metric. The same that nine tenths of the requests did not exceed. */
    public static final String LATENCY_P90 = "latency_p90";

    /** A metric. The same that 99 of 100 requests did not exceed. */
    public static final String LATENCY_P99 = "latency_p99";

    /** A metric. The same of the slowest request. */
    public static final String LATENCY_MAX = "latency_max";

    /** A metric. The requests sent. */
    public static final String REQUESTS = "requests";

    /** A metric. The replies received. */
    public static final String REPLIES = "replies";

    /** A metric. The requests without a reply. */
    public static final String LOST = "lost";

    /** Requests per second. */
    public static final Parameter<Long> RATE =
            Parameter.count("rate", "requests per second, sent whether answered or not", 50, 50, 1, 100_000);

    /** The time for which requests are sent. */
    public static final Parameter<Duration> DURATION = Parameter.duration(
            "duration",
            "how long requests are sent",
            Duration.ofMillis(130),
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(10));

    /** The number of tasks that compute meanwhile. */
    public static final Parameter<Long> BACKGROUND =
            Parameter.count("background", "tasks beside the server that only compute", 1, 1, 0, 64);

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
        return "a UDP server that answers requests beside tasks that only compute";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(RATE, DURATION, BACKGROUND);
    }

    @Override
    public List<String> highlights() {
        return List.of(LATENCY_P50, LATENCY_P99);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.CONCURRENCY, Feature.DATAGRAMS, Feature.INBOXES);
    }

    @Override
    public boolean hasKernels() {
        return true;
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(LATENCY_P50, LATENCY_P90, LATENCY_P99, LATENCY_MAX, REQUESTS, REPLIES, LOST));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(DURATION);
    }

    @Override
    public Round<Long> prepare(Parameters parameters) {
        LoadGenerator generator = LoadGenerator.start(parameters.get(RATE), parameters.get(DURATION));
        BackgroundLoad background = BackgroundLoad.outlasting(parameters.get(DURATION), parameters.getInt(BACKGROUND));
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
            implements Round<Long> {

        @Override
        public Job<Long> job() {
            List<Task<Long>> tasks = new ArrayList<>();
            tasks.add(new EchoTask(new Port.Udp(generator.address()), background.size()));
            tasks.addAll(background.tasks());
            return Job.of(tasks);
        }

        @Override
        public Map<String, Metric> verify(Outcome<Long> outcome) {
            List<Long> results = outcome.results();
            LoadGenerator.Report report = generator.finish(patience);
            checkReplies(report, results.getFirst());
            for (int task = 1; task <= background.size(); task++) {
                background.check(NAME, task, results.get(task));
            }
            Histogram latency = report.latency();
            return Map.of(
                    LATENCY_P50, Metric.seconds(latency.getValueAtPercentile(50)),
                    LATENCY_P90, Metric.seconds(latency.getValueAtPercentile(90)),
                    LATENCY_P99, Metric.seconds(latency.getValueAtPercentile(99)),
                    LATENCY_MAX, Metric.seconds(latency.getMaxValue()),
                    REQUESTS, Metric.count(report.sent()),
                    REPLIES, Metric.count(report.replies()),
                    LOST, Metric.count(report.sent() - report.replies()));
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
