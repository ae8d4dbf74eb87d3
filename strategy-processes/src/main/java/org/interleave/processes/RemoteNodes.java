package org.interleave.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyException;
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeTimeouts;
import org.interleave.processes.cluster.UserCertificates;
import org.interleave.processes.node.ClusterWorkers;
import org.interleave.processes.node.LoopbackNodes;
import org.interleave.processes.node.Node;
import org.interleave.processes.pool.LocalWorkers;
import org.interleave.processes.pool.PoolOptions;
import org.interleave.processes.pool.PoolSettings;
import org.interleave.processes.pool.ProcessPool;
import org.interleave.processes.wire.AllowList;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.JavaSerialization;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.Transport;

/**
 * Worker processes of this machine and of others: what Python's {@code multiprocessing} managers and Parallel Python offer.
 * On each machine a {@linkplain Node node} lends workers; Akka Cluster tells who is there and who was lost.
 *
 * <p>It differs from its models in that no code is sent, and no object is made of what comes, be it a task or a result,
 * before a list of allowed classes has been asked; in that both sides show certificates; and in that a node that goes takes
 * nothing with it but the tasks it had, which fail by name, and may come back in mid-run.
 *
 * <p>A node that has been silent for {@code node-silence}, ten seconds by default, is lost. Nodes that were named have to be
 * there when the strategy opens.
 *
 * <p>Metrics: those of {@link Processes}, where {@code worker_start} is of local workers; {@code remote_tasks}, how many
 * tasks nodes completed; {@code busy_nodes}, how many nodes completed any.
 */
public final class RemoteNodes implements Strategy {

    /** Its name. */
    public static final String NAME = "remote-nodes";

    private static final String NONE = "none";

    /** Nodes that somebody started with {@link Node}; none by default. */
    public static final Parameter<List<NodeAddress>> NODES = Parameter.text(
            "nodes",
            "nodes that were started with interleave node",
            List.of(),
            NONE + " or HOST:PORT,HOST:PORT,…",
            RemoteNodes::readNodes,
            RemoteNodes::writeNodes);

    /** Nodes of one worker each that it starts itself; none by default. */
    public static final Parameter<Long> LOOPBACK_NODES = Parameter.count(
            "loopback-nodes", "nodes of one worker each, started on this machine to try it out", 0, 0, 0, 16);

    /** How many workers of this machine take part; one for each processor by default. */
    public static final Parameter<Long> WORKERS = Parameter.count(
            "workers",
            "worker processes of this machine, beside the nodes'",
            PoolOptions.PROCESSORS,
            PoolOptions.PROCESSORS,
            1,
            PoolOptions.MOST_WORKERS);

    /** How long a node may be silent. */
    public static final Parameter<Duration> NODE_SILENCE = Parameter.duration(
            "node-silence",
            "how long a node may not be heard of until it counts as lost, with its tasks",
            NodeTimeouts.DEFAULT_SILENCE,
            NodeTimeouts.DEFAULT_SILENCE,
            NodeTimeouts.LEAST,
            NodeTimeouts.MOST);

    /** What both sides show each other; nodes on loopback may have the user's own instead. */
    public static final Parameter<Optional<Path>> CERTIFICATES = Parameter.text(
            "certificates",
            "directory of the certificates that the nodes were started with; your own ones are for nodes on loopback",
            Optional.empty(),
            NONE + " or a directory",
            text -> Optional.of(text).filter(path -> !path.equals(NONE)).map(Path::of),
            path -> path.map(Path::toString).orElse(NONE));

    /** What results may have this process make objects of, also those of local workers; only what is built in by default. */
    public static final Parameter<List<String>> ALLOW = Parameter.text(
            "allow",
            "classes that results may consist of beside the built-in ones",
            List.of(),
            NONE + " or org.acme.Sum,org.acme.*,org.acme.**,…",
            RemoteNodes::readAllowed,
            allowed -> allowed.isEmpty() ? NONE : String.join(",", allowed));

    /** A metric. The nodes that have completed tasks of the run. */
    public static final String BUSY_NODES = ClusterWorkers.BUSY_NODES;

    /** A metric. The tasks that nodes have completed. */
    public static final String REMOTE_TASKS = ClusterWorkers.REMOTE_TASKS;

    /** Found by {@link java.util.ServiceLoader}. */
    public RemoteNodes() {}

    private static List<String> readAllowed(String text) {
        return text.equals(NONE)
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(AllowList::checked).toList();
    }

    private static List<NodeAddress> readNodes(String text) {
        if (text.equals(NONE)) {
            return List.of();
        }
        List<NodeAddress> nodes =
                Arrays.stream(text.split(",", -1)).map(NodeAddress::parse).toList();
        if (nodes.stream().distinct().count() != nodes.size()) {
            throw new IllegalArgumentException("names a node twice");
        }
        if (nodes.stream().anyMatch(node -> node.port() == 0)) {
            throw new IllegalArgumentException("has port 0, where nobody can be called");
        }
        return nodes;
    }

    private static String writeNodes(List<NodeAddress> nodes) {
        return nodes.isEmpty()
                ? NONE
                : String.join(",", nodes.stream().map(NodeAddress::toString).toList());
    }

    @Override
    public StrategyDescription describe() {
        return StrategyDescription.of(
                        NAME,
                        Family.PROCESSES,
                        Approach.IDIOMATIC,
                        "worker processes of this machine and of others, in an Akka cluster")
                .withFeatures(
                        Feature.INBOXES, Feature.DATAGRAMS, Feature.CONNECTIONS, Feature.CONCURRENCY, Feature.ISOLATION)
                .withOptions(
                        NODES,
                        LOOPBACK_NODES,
                        WORKERS,
                        CERTIFICATES,
                        ALLOW,
                        NODE_SILENCE,
                        PoolOptions.CHUNK_SIZE,
                        PoolOptions.MAX_TASKS_PER_WORKER,
                        PoolOptions.RETRIES,
                        PoolOptions.TASK_TIMEOUT,
                        PayloadCodec.OBJECT_DEPTH,
                        PoolOptions.PATIENCE)
                .measuredOnRequest();
    }

    @Override
    public Availability availability(Parameters options) {
        if (options.get(NODES).isEmpty() && options.get(LOOPBACK_NODES) == 0) {
            return new Availability.Unavailable("needs nodes: start some with interleave node and name them with"
                    + " --set nodes=HOST:PORT,…, or try it out with --set loopback-nodes=3");
        }
        Optional<NodeAddress> exposed =
                options.get(NODES).stream().filter(node -> !node.loopback()).findFirst();
        if (exposed.isPresent() && options.get(CERTIFICATES).isEmpty()) {
            return new Availability.Unavailable("needs --set certificates=DIR, for node " + exposed.get()
                    + " is on another machine (interleave node --new-certificates DIR makes them)");
        }
        try {
            options.get(CERTIFICATES).ifPresent(Certificates::load);
            if (options.get(CERTIFICATES).isEmpty() && !options.get(NODES).isEmpty()) {
                UserCertificates.check();
            }
            return LocalWorkers.availability();
        } catch (InvalidInputException e) {
            return new Availability.Unavailable("cannot use its certificates: " + e.getMessage());
        }
    }

    @Override
    public Execution open(Parameters options) {
        if (availability(options) instanceof Availability.Unavailable unavailable) {
            throw new StrategyException(name() + " " + unavailable.reason());
        }
        Map<NodeAddress, Certificates> nodes = nodes(options);
        int workers = options.getInt(WORKERS);
        int started = options.getInt(LOOPBACK_NODES);
        PayloadCodec codec = new JavaSerialization(AllowList.ofUser(options.get(ALLOW)), PoolOptions.depth(options));
        PoolSettings settings = PoolOptions.settings(options, workers + nodes.size() + started, codec)
                .withNodes(options.get(PoolOptions.PATIENCE));
        NodeTimeouts silence = new NodeTimeouts(options.get(NODE_SILENCE));
        LoopbackNodes own = LoopbackNodes.start(started, silence, options.get(PoolOptions.PATIENCE));
        return ProcessPool.open(
                settings,
                owner -> new ClusterWorkers(
                        workers, PoolOptions.setup(options, Codec.JAVA, Transport.PIPE), nodes, own, silence, owner));
    }

    /** The nodes that were named, and what is shown there. */
    private static Map<NodeAddress, Certificates> nodes(Parameters options) {
        List<NodeAddress> addresses = options.get(NODES);
        if (addresses.isEmpty()) {
            return Map.of();
        }
        try {
            Certificates certificates =
                    options.get(CERTIFICATES).map(Certificates::load).orElseGet(UserCertificates::obtain);
            Map<NodeAddress, Certificates> nodes = new LinkedHashMap<>();
            addresses.forEach(address -> nodes.put(address, certificates));
            return nodes;
        } catch (InvalidInputException e) {
            throw new StrategyException("remote-nodes cannot use its certificates: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(ClusterWorkers.METRICS);
    }
}
