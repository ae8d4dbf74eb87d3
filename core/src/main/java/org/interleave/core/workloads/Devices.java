package org.interleave.core.workloads;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Demand;
import org.interleave.core.Feature;
import org.interleave.core.LatencyMetric;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Workload;

/**
 * Clients that watch simulated devices, by polling or by events. The devices are served by a {@link DeviceServer} in a process of
 * its own.
 *
 * <p>A client that polls gets every value, one request after another, and sleeps, as device control is often written. One that
 * subscribes is told of every change. How long after a change they notice it is the difference of two times by {@link
 * System#nanoTime}, in two processes: on Linux that is {@code CLOCK_MONOTONIC}, the same for all. Each round checks it: the server's
 * time in the reply to a client's first request lies between the client's own before and after.
 *
 * <p>The oracle is the server's log of changes. Whatever was noticed is in it, and was noticed once and not before; who polls
 * notices the last values, who subscribes on a connection notices all of them; and no more requests arrived than were made.
 */
public final class Devices implements Workload<Devices.Watched> {

    /** Its name. */
    public static final String NAME = "device-control";

    /** A histogram. The times from a change until a client noticed it. */
    public static final String NOTICE = "notice";

    /** The median of {@link #NOTICE}. */
    public static final String NOTICE_P50 = LatencyMetric.P50.of(NOTICE);

    /** A metric. The changes, for each client. */
    public static final String CHANGES = "changes";

    /** A metric. Those of them that a client did not notice. */
    public static final String MISSED = "missed_changes";

    /** A metric. The requests that clients made. */
    public static final String REQUESTS = "requests";

    /** A metric. The processor time of the process in which the strategy runs, in seconds. */
    public static final String CLIENT_CPU = "client_cpu";

    /** A metric. The processor time of the server from its start, in seconds. */
    public static final String SERVER_CPU = "server_cpu";

    /** A way to watch. */
    public enum Watching {
        /** Gets every value, and sleeps, again and again. */
        POLLS,

        /** Has itself told of every change. */
        SUBSCRIBES;

        /** The name that the user writes. */
        public String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The way to watch. */
    public static final Parameter<Watching> HOW = Parameter.choice(
            "how", "how clients watch", Watching.SUBSCRIBES, List.of(Watching.values()), Watching::title);

    /** The way to talk to the server. */
    public static final Parameter<Transport> TRANSPORT =
            Transport.parameter("how clients talk to the server", Transport.TCP);

    /** The number of clients. */
    public static final Parameter<Long> CLIENTS =
            Parameter.count("clients", "clients, each of which watches all devices", 1, 1, 1, 1_000);

    /** The number of devices. */
    public static final Parameter<Long> DEVICES = Parameter.count("devices", "devices that change", 4, 4, 1, 1_000);

    /** The mean time between two changes of a device. */
    public static final Parameter<Duration> CHANGE_EVERY = Parameter.duration(
            "change-every",
            "mean time between two changes of a device",
            Duration.ofMillis(10),
            Duration.ofMillis(10),
            Duration.ofNanos(100_000),
            Duration.ofMinutes(1));

    /** The time between two polls. */
    public static final Parameter<Duration> POLL_EVERY = Parameter.duration(
            "poll-every",
            "how long a client that polls sleeps in between",
            Duration.ofMillis(10),
            Duration.ofMillis(10),
            Duration.ofNanos(100_000),
            Duration.ofMinutes(1));

    /** The time for which devices change. */
    public static final Parameter<Duration> DURATION = Parameter.duration(
            "duration",
            "how long the devices change",
            Duration.ofMillis(150),
            Duration.ofSeconds(10),
            Duration.ofMillis(10),
            Duration.ofMinutes(10));

    /** The seed of the changes' moments. */
    public static final Parameter<Long> SEED =
            Parameter.count("seed", "seed of the moments when devices change", 1, 1, 0, 1_000_000_000_000L);

    /**
     * A change that a client noticed. Times are by {@link System#nanoTime}.
     *
     * @param device whose value it is
     * @param value the value
     * @param changed when it changed
     * @param noticed when the client noticed it
     */
    public record Noticed(int device, long value, long changed, long noticed) implements Serializable {}

    /**
     * The account of a client. Times are by {@link System#nanoTime}.
     *
     * @param noticed what it noticed, in order
     * @param requests how many requests it made
     * @param asked when it first asked the server for the time
     * @param heard the server's time in the reply
     * @param answered when it had the reply
     */
    public record Watched(List<Noticed> noticed, long requests, long asked, long heard, long answered)
            implements Serializable {
        /** Takes a copy. */
        public Watched {
            noticed = List.copyOf(noticed);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "clients that watch devices of a server in a process of its own, by polling or by events";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(HOW, TRANSPORT, CLIENTS, DEVICES, CHANGE_EVERY, POLL_EVERY, DURATION, SEED);
    }

    @Override
    public List<String> highlights() {
        return List.of(NOTICE_P50, MISSED, REQUESTS, CLIENT_CPU);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.CONCURRENCY, Feature.DATAGRAMS, Feature.CONNECTIONS);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Stream.concat(
                        Stream.of(CHANGES, MISSED, REQUESTS, CLIENT_CPU, SERVER_CPU),
                        LatencyMetric.names(NOTICE).stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(DURATION);
    }

    @Override
    public Demand demand(Parameters parameters) {
        return new Demand(parameters.get(CLIENTS), parameters.get(CLIENTS));
    }

    @Override
    public Round<Watched> prepare(Parameters parameters) {
        int devices = parameters.getInt(DEVICES);
        int clients = parameters.getInt(CLIENTS);
        DeviceChanges changes = new DeviceChanges(
                devices, parameters.get(CHANGE_EVERY), parameters.get(DURATION), parameters.get(SEED));
        DeviceServerProcess server = DeviceServerProcess.start(changes, clients);
        Port port = server.port(parameters.get(TRANSPORT));
        return new DevicesRound(server, port, clients, devices, parameters.get(HOW), parameters.get(POLL_EVERY));
    }
}
