package org.interleave.processes.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Metric;
import org.interleave.core.StrategyException;
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeClient;
import org.interleave.processes.cluster.NodeTimeouts;
import org.interleave.processes.pool.LocalWorkers;
import org.interleave.processes.pool.ProcessPool;
import org.interleave.processes.pool.Worker;
import org.interleave.processes.pool.WorkerSetup;
import org.interleave.processes.pool.WorkerSource;
import org.interleave.processes.wire.Frame;

/**
 * The workers of a pool that are processes of this machine and of nodes. Local ones are numbered from zero up, those of
 * nodes from minus one down: both sources count by themselves.
 *
 * <p>Thread-safe: what it counts is guarded by {@code counted}; {@code joined} belongs to who opens and runs, one after
 * the other.
 */
public final class ClusterWorkers implements WorkerSource {

    /** A metric. The nodes that have completed tasks of the run. */
    public static final String BUSY_NODES = "busy_nodes";

    /** A metric. The tasks that nodes have completed. */
    public static final String REMOTE_TASKS = "remote_tasks";

    /** The names of all metrics of a pool of such workers. */
    public static final Set<String> METRICS = Stream.concat(
                    ProcessPool.METRICS.stream(), Stream.of(BUSY_NODES, REMOTE_TASKS))
            .collect(Collectors.toUnmodifiableSet());

    private final LocalWorkers local;
    private final List<RemoteNode> nodes = new ArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final LoopbackNodes own;
    private final Object counted = new Object();
    private final Set<String> busyNodes = new HashSet<>();
    private long remoteTasks;
    private boolean joined;

    /**
     * Nodes that are not connected to yet, and workers that are not started.
     *
     * @param workers how many on this machine
     * @param setup of the workers on this machine; its patience and its depth are for nodes too
     * @param addresses of nodes that others started, and what is shown there
     * @param own nodes of its own
     * @param silence how long a node may not be heard of
     * @param owner told about each worker
     */
    public ClusterWorkers(
            int workers,
            WorkerSetup setup,
            Map<NodeAddress, Certificates> addresses,
            LoopbackNodes own,
            NodeTimeouts silence,
            Worker.Owner owner) {
        this.own = own;
        Worker.Owner counting = new Counting(owner);
        local = new LocalWorkers(workers, setup, counting);
        NodeClient.ClientInfo info =
                new NodeClient.ClientInfo(ThreadLocalRandom.current().nextLong(), Node.self(), CodeVersion.own());
        Map<NodeAddress, Certificates> all = new LinkedHashMap<>(addresses);
        all.putAll(own.addresses());
        all.forEach((address, certificates) -> nodes.add(
                new RemoteNode(address, certificates, silence, setup, info, numbers::decrementAndGet, counting)));
    }

    /** Counts the tasks that nodes complete, and passes all on. */
    private final class Counting implements Worker.Owner {

        private final Worker.Owner owner;

        Counting(Worker.Owner owner) {
            this.owner = owner;
        }

        @Override
        public void ready(Worker worker, Duration startTime) {
            owner.ready(worker, startTime);
        }

        @Override
        public void received(Worker worker, Frame.OfRun frame) {
            if (frame instanceof Frame.Completed) {
                worker.node().ifPresent(this::count);
            }
            owner.received(worker, frame);
        }

        private void count(String node) {
            synchronized (counted) {
                remoteTasks++;
                busyNodes.add(node);
            }
        }

        @Override
        public void printed(Worker worker, String line) {
            owner.printed(worker, line);
        }

        @Override
        public void ended(Worker worker, String how) {
            owner.ended(worker, how);
        }
    }

    /** Nodes that were there once are not waited for. */
    @Override
    public void fill() throws InterruptedException {
        long begun = System.nanoTime();
        if (!joined) {
            nodes.forEach(RemoteNode::start);
        }
        local.fill();
        if (!joined) {
            for (RemoteNode node : nodes) {
                node.awaitWorkers(begun).ifPresent(problem -> {
                    throw new StrategyException(problem);
                });
            }
            joined = true;
        }
    }

    @Override
    public void endStalled() {
        local.endStalled();
    }

    @Override
    public List<Worker> all() {
        List<Worker> all = new ArrayList<>(local.all());
        nodes.forEach(node -> all.addAll(node.workers()));
        return all;
    }

    @Override
    public boolean anyLeft() {
        return local.anyLeft()
                || nodes.stream().anyMatch(node -> !node.workers().isEmpty());
    }

    /** Beside what local workers measure: how many nodes have completed tasks of the run, and how many tasks that were. */
    @Override
    public Map<String, Metric> metrics() {
        Map<String, Metric> metrics = new HashMap<>(local.metrics());
        synchronized (counted) {
            metrics.put(BUSY_NODES, Metric.count(busyNodes.size()));
            metrics.put(REMOTE_TASKS, Metric.count(remoteTasks));
            busyNodes.clear();
            remoteTasks = 0;
        }
        return metrics;
    }

    @Override
    public void close() {
        nodes.forEach(RemoteNode::leave);
        local.close();
        nodes.forEach(RemoteNode::awaitEnd);
        own.close();
    }
}
