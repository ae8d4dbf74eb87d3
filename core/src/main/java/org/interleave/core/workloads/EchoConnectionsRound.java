package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.interleave.core.Job;
import org.interleave.core.Latencies;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.WrongResultException;
import org.jspecify.annotations.Nullable;

/**
 * A round of {@link Echo} with many servers, each on a socket of its own: the first, the tasks that compute, then the other servers.
 * Their load comes from a process of its own, an {@link EchoLoad}.
 */
final class EchoConnectionsRound implements Round<Activity> {

    private final OutsideProcess load;
    private final Port port;
    private final int connections;
    private final BackgroundLoad background;
    private @Nullable Map<String, String> report;

    private EchoConnectionsRound(OutsideProcess load, Port port, int connections, BackgroundLoad background) {
        this.load = load;
        this.port = port;
        this.connections = connections;
        this.background = background;
    }

    /** Starts the load's process. */
    static EchoConnectionsRound prepare(
            Transport transport, int connections, long rate, Duration duration, long seed, BackgroundLoad background) {
        OutsideProcess load = OutsideProcess.start(
                EchoLoad.class,
                List.of(Integer.toString(connections), Long.toString(rate), duration.toString(), Long.toString(seed)));
        Port port = load.port(transport, LoadGenerator.REQUEST_BYTES);
        return new EchoConnectionsRound(load, port, connections, background);
    }

    @Override
    public Job<Activity> job() {
        List<Task<Activity>> tasks = new ArrayList<>();
        tasks.add(new EchoTask(port, background.size()));
        tasks.addAll(background.tasks());
        for (int other = 1; other < connections; other++) {
            tasks.add(new EchoTask(port, 0));
        }
        return Job.of(tasks);
    }

    @Override
    public Optional<String> role(int task) {
        return background.role(task, Echo.SERVER);
    }

    @Override
    public Map<String, Metric> verify(Outcome<Activity> outcome) {
        List<Activity> results = outcome.results(connections + background.size());
        Map<String, String> told = report();
        String complaint = told.get(EchoLoad.COMPLAINT);
        if (complaint != null) {
            throw new WrongResultException("a server of echo " + complaint);
        }
        long sent = Long.parseLong(told.getOrDefault(EchoLoad.SENT, "0"));
        long replies = Long.parseLong(told.getOrDefault(EchoLoad.REPLIES, "0"));
        if (!Boolean.parseBoolean(told.get(EchoLoad.STOPPED))) {
            throw new WrongResultException("a server of echo ended before it was told to");
        }
        long counted = results.getFirst().count();
        for (Activity other : results.subList(1 + background.size(), results.size())) {
            counted += other.count();
        }
        if (replies == 0 || counted < replies || counted > sent) {
            throw new WrongResultException("the servers of echo counted " + counted + " replies, of which " + replies
                    + " arrived, to " + sent + " requests");
        }
        if (port instanceof Port.Tcp && replies < sent) {
            throw new WrongResultException(
                    "the servers of echo answered " + replies + " of " + sent + " requests on connections");
        }
        background.check(Echo.NAME, results);
        return Map.of(
                Echo.REQUESTS, Metric.count(sent),
                Echo.REPLIES, Metric.count(replies),
                Echo.LOST, Metric.count(sent - replies));
    }

    /** The load's process is told once. */
    private Map<String, String> report() {
        Map<String, String> told = report;
        if (told == null) {
            told = new HashMap<>();
            for (String line : load.finish()) {
                int space = line.indexOf(' ');
                told.put(line.substring(0, space), line.substring(space + 1));
            }
            report = told;
        }
        return told;
    }

    @Override
    public Map<String, Histogram> latencies(Outcome<Activity> outcome) {
        return Map.of(
                Echo.LATENCY, histogram(EchoLoad.LATENCY),
                Echo.LATENESS, histogram(EchoLoad.LATENESS));
    }

    private Histogram histogram(String name) {
        return Latencies.decode(report().getOrDefault(name, ""));
    }

    @Override
    public void close() {
        load.close();
    }
}
