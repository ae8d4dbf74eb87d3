package org.interleave.processes;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.node.NodeProcess;

/**
 * A place where a node of one worker runs and can be started again at the same address: on loopback, or in a network
 * namespace behind a link. Used by one thread at a time.
 */
final class NodeSite implements AutoCloseable {

    private final Optional<Namespace> namespace;
    private final Optional<Path> certificates;
    private NodeProcess node;

    private NodeSite(Optional<Namespace> namespace, Optional<Path> certificates, String listen) {
        this.namespace = namespace;
        this.certificates = certificates;
        node = start(listen);
    }

    /** Some on loopback, whose nodes listen. */
    static List<NodeSite> onLoopback(int count) {
        return listening(IntStream.range(0, count)
                .mapToObj(index -> new NodeSite(Optional.empty(), Optional.empty(), "127.0.0.1:0")));
    }

    /** One in each of some namespaces, whose nodes listen. */
    static List<NodeSite> in(List<Namespace> namespaces, Path certificates) {
        return listening(namespaces.stream()
                .map(space -> new NodeSite(Optional.of(space), Optional.of(certificates), space.host() + ":7001")));
    }

    /** They start side by side. */
    private static List<NodeSite> listening(Stream<NodeSite> starting) {
        List<NodeSite> sites = starting.toList();
        sites.forEach(NodeSite::address);
        return sites;
    }

    private NodeProcess start(String listen) {
        return NodeProcess.start(namespace.map(Namespace::prefix).orElse(List.of()), listen, 1, certificates);
    }

    /** The node that is there now. */
    NodeProcess node() {
        return node;
    }

    NodeAddress address() {
        return node.address();
    }

    /** The way to it, if that can be cut. */
    Optional<Namespace> link() {
        return namespace;
    }

    Optional<Path> certificates() {
        return certificates;
    }

    /** Starts a node where one was killed, and waits until it listens. */
    void startAgain() {
        String address = address().toString();
        node.close();
        node = start(address);
        node.address();
    }

    @Override
    public void close() {
        node.close();
    }
}
