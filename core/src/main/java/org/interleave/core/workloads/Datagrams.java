package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * A task that sends datagrams as fast as it can beside tasks that only compute: I/O that never blocks, though an
 * interpreter drops its lock around it as if it did. The datagrams go to a {@link DatagramSink} outside the strategy.
 * Before each it runs as many ticks as an interpreter takes for a loop around a send, in which it holds the lock.
 *
 * <p>The task sends for a given time. An operation counts if it ended within that time, the lock taken again; under a
 * strategy that cannot preempt the {@link BackgroundLoad}, that may be none.
 *
 * <p>The oracle: the sink got no datagram that was not sent, each once and in order; all ran the ticks they counted,
 * and some task beside the sender ran any. Datagrams may be lost where the sink's buffer is full; they are counted.
 */
public final class Datagrams implements Workload<Activity> {

    /** Its name. */
    public static final String NAME = "datagrams";

    /** A metric. The datagrams sent in a second. */
    public static final String OPERATIONS_PER_SECOND = "operations_per_second";

    /** A metric. The datagrams that arrived. */
    public static final String RECEIVED = "received";

    /** A metric. The datagrams that were sent and did not arrive. */
    public static final String LOST = "lost";

    /** The time for which datagrams are sent. */
    public static final Parameter<Duration> DURATION = Parameter.duration(
            "duration",
            "how long datagrams are sent",
            Duration.ofMillis(400),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofMinutes(10));

    /** The number of tasks that compute meanwhile. */
    public static final Parameter<Long> BACKGROUND =
            Parameter.count("background", "tasks beside the sender that only compute", 1, 1, 0, 64);

    /** Ticks before each datagram: what an interpreter runs around a send. */
    public static final Parameter<Long> TICKS =
            Parameter.count("ticks", "ticks computed before each datagram", 50, 50, 0, 1_000_000);

    private static final Duration WARM_UP_DURATION = Duration.ofMillis(800);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "a task that sends UDP datagrams, which never blocks, beside tasks that only compute";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(DURATION, BACKGROUND, TICKS);
    }

    @Override
    public List<String> highlights() {
        return List.of(OPERATIONS_PER_SECOND);
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
        return Optional.of(Set.of(OPERATIONS_PER_SECOND, RECEIVED, LOST));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(DURATION);
    }

    @Override
    public Round<Activity> prepare(Parameters parameters) {
        Duration duration = parameters.get(DURATION);
        BackgroundLoad background = BackgroundLoad.outlasting(duration, parameters.getInt(BACKGROUND));
        return new DatagramsRound(DatagramSink.start(), duration, parameters.get(TICKS), background);
    }

    @Override
    public Parameters warmUp(Parameters parameters) {
        Duration duration = parameters.get(DURATION);
        return parameters.with(DURATION, duration.compareTo(WARM_UP_DURATION) > 0 ? WARM_UP_DURATION : duration);
    }

    private record DatagramsRound(DatagramSink sink, Duration duration, long ticks, BackgroundLoad background)
            implements Round<Activity> {

        @Override
        public Job<Activity> job() {
            List<Task<Activity>> tasks = new ArrayList<>();
            tasks.add(new DatagramTask(new Port.Udp(sink.address()), duration, ticks, background.size()));
            tasks.addAll(background.tasks());
            return Job.of(tasks);
        }

        @Override
        public Optional<String> role(int task) {
            return background.role(task, "sender");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Activity> outcome) {
            List<Activity> results = outcome.results(1 + background.size());
            DatagramSink.Report report = sink.finish();
            Activity sender = results.getFirst();
            long counted = sender.count();
            long sent = counted + 1; // the last one ended too late to count
            check(report, sent);
            if (sender.state() != Tick.jump(DatagramTask.FIRST_STATE, ticks * sent)) {
                throw new WrongResultException(
                        "the sender of datagrams did not run " + ticks + " ticks for each of its " + sent);
            }
            background.check(NAME, results);
            double seconds = duration.toNanos() / 1e9;
            return Map.of(
                    OPERATIONS_PER_SECOND, new Metric(counted / seconds, "1/s"),
                    RECEIVED, Metric.count(report.received()),
                    LOST, Metric.count(sent - report.received()));
        }

        private static void check(DatagramSink.Report report, long sent) {
            report.complaint().ifPresent(complaint -> {
                throw new WrongResultException("the sender of datagrams " + complaint);
            });
            if (report.received() == 0) {
                throw new WrongResultException("the sender of datagrams sent " + sent + ", and none arrived");
            }
            if (report.highest() >= sent) {
                throw new WrongResultException(
                        "the sender of datagrams sent " + sent + ", but number " + report.highest() + " arrived");
            }
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
