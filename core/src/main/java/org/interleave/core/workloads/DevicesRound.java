package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Latencies;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.ProcessorTime;
import org.interleave.core.workloads.DeviceServerProcess.Change;
import org.interleave.core.workloads.Devices.Noticed;
import org.interleave.core.workloads.Devices.Watched;
import org.interleave.core.workloads.Devices.Watching;

/** A round of {@link Devices}: the clients, and the server that they talk to. */
final class DevicesRound implements Round<Watched> {

    private final DeviceServerProcess server;
    private final Port port;
    private final int clients;
    private final int devices;
    private final Watching how;
    private final Duration pollEvery;
    private long cpuNanos;

    DevicesRound(DeviceServerProcess server, Port port, int clients, int devices, Watching how, Duration pollEvery) {
        this.server = server;
        this.port = port;
        this.clients = clients;
        this.devices = devices;
        this.how = how;
        this.pollEvery = pollEvery;
    }

    @Override
    public Job<Watched> job() {
        List<Task<Watched>> tasks = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            tasks.add(
                    how == Watching.POLLS
                            ? new DeviceClient.Polling(port, devices, pollEvery)
                            : new DeviceClient.Subscribing(port));
        }
        return Job.of(tasks);
    }

    @Override
    public Optional<String> role(int task) {
        return Optional.of("client");
    }

    @Override
    public Outcome<Watched> runOn(Execution execution) throws InterruptedException {
        long before = ProcessorTime.ofProcess();
        Outcome<Watched> outcome = execution.run(job());
        cpuNanos = ProcessorTime.ofProcess() - before;
        return outcome;
    }

    @Override
    public Map<String, Metric> verify(Outcome<Watched> outcome) {
        List<Watched> results = outcome.results(clients);
        DeviceServerProcess.Log log = server.finish();
        long requests = 0;
        long missed = 0;
        for (int client = 0; client < clients; client++) {
            Watched watched = results.get(client);
            check(client, watched, log.changes());
            requests += watched.requests();
            missed += log.changes().size() - watched.noticed().size();
        }
        if (log.requests() > requests || (port instanceof Port.Tcp && log.requests() < requests)) {
            throw new WrongResultException(
                    "the device server got " + log.requests() + " requests, and " + requests + " were made");
        }
        Map<String, Metric> metrics = new HashMap<>();
        metrics.put(Devices.CHANGES, Metric.count((long) clients * log.changes().size()));
        metrics.put(Devices.MISSED, Metric.count(missed));
        metrics.put(Devices.REQUESTS, Metric.count(requests));
        metrics.put(Devices.CLIENT_CPU, Metric.seconds(cpuNanos));
        metrics.put(Devices.SERVER_CPU, Metric.seconds(log.cpuNanos()));
        return metrics;
    }

    private void check(int client, Watched watched, Set<Change> changes) {
        String who = "client " + client + " of device-control";
        if (watched.heard() - watched.asked() < 0 || watched.answered() - watched.heard() < 0) {
            throw new WrongResultException(who + " asked at " + watched.asked() + " and had its answer at "
                    + watched.answered() + ", and for the server that was at " + watched.heard()
                    + ": their clocks differ");
        }
        Set<Change> noticed = new HashSet<>();
        for (Noticed one : watched.noticed()) {
            Change change = new Change(one.device(), one.value(), one.changed());
            if (!changes.contains(change)) {
                throw new WrongResultException(who + " noticed " + change + ", which the server has not logged");
            }
            if (!noticed.add(change)) {
                throw new WrongResultException(who + " noticed " + change + " twice");
            }
            if (one.noticed() - one.changed() < 0) {
                throw new WrongResultException(who + " noticed " + change + " before it was made");
            }
        }
        if (how == Watching.POLLS && !noticed.containsAll(last(changes))) {
            throw new WrongResultException(who + " did not notice the last values of all devices");
        }
        if (how == Watching.SUBSCRIBES && port instanceof Port.Tcp && noticed.size() < changes.size()) {
            throw new WrongResultException(
                    who + " was told of " + noticed.size() + " of " + changes.size() + " changes");
        }
    }

    private static Set<Change> last(Set<Change> changes) {
        return changes.stream()
                .collect(Collectors.toMap(
                        Change::device,
                        change -> change,
                        (one, other) -> one.nanos() - other.nanos() > 0 ? one : other))
                .values()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<String, Histogram> latencies(Outcome<Watched> outcome) {
        Latencies times = Latencies.of(outcome.results().stream()
                .flatMap(watched -> watched.noticed().stream())
                .mapToLong(one -> one.noticed() - one.changed()));
        return Map.of(Devices.NOTICE, times.histogram());
    }

    @Override
    public void close() {
        server.close();
    }
}
