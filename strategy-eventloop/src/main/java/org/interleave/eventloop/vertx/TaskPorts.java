package org.interleave.eventloop.vertx;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.interleave.core.Port;

/** The ports of a task: its inbox and those of others, and what it has opened. Used on the context of the task's verticle only. */
final class TaskPorts {

    private final Vertx vertx;
    private final NetClient client;
    private final List<BusInbox> inboxes;
    private final BusInbox own;
    private Map<Port, Endpoint> opened = Map.of();

    /**
     * The ports of a task.
     *
     * @param client makes the connections
     * @param inboxes one for each task
     * @param task the task's place among them
     */
    TaskPorts(Vertx vertx, NetClient client, List<BusInbox> inboxes, int task) {
        this.vertx = vertx;
        this.client = client;
        this.inboxes = inboxes;
        own = inboxes.get(task);
    }

    /** Listens to the task's inbox, from now until the verticle is undeployed. */
    Future<Void> listen() {
        return own.register();
    }

    /** A task's inbox. */
    BusInbox inbox(Port.Inbox port) {
        return inboxes.get(port.task());
    }

    /**
     * The end of a port, which is opened if need be.
     *
     * @throws UnknownHostException if a peer has no address
     */
    Endpoint endpoint(Port port) throws UnknownHostException {
        if (port instanceof Port.Inbox inbox) {
            return inbox(inbox);
        }
        Endpoint endpoint = opened.get(port);
        if (endpoint == null) {
            endpoint = open(port);
            if (opened.isEmpty()) {
                opened = new HashMap<>();
            }
            opened.put(port, endpoint);
        }
        return endpoint;
    }

    private Endpoint open(Port port) throws UnknownHostException {
        return switch (port) {
            case Port.Udp udp -> new UdpEndpoint(vertx, udp);
            case Port.Tcp tcp -> new TcpEndpoint(client, tcp);
            case Port.Timer timer -> new TimerEndpoint(vertx, timer);
            case Port.Inbox inbox -> throw new IllegalArgumentException("an inbox is open already");
        };
    }

    /** The address of a peer. @throws UnknownHostException if it has none */
    static InetAddress address(InetSocketAddress peer) throws UnknownHostException {
        InetAddress address = peer.getAddress();
        if (address == null) {
            throw new UnknownHostException("unknown host " + peer.getHostString());
        }
        return address;
    }

    /** Closes what is open, and the task's inbox. */
    void close() {
        own.close();
        opened.values().forEach(Endpoint::close);
    }
}
