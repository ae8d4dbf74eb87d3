package org.interleave.eventloop.vertx;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.net.UnknownHostException;
import org.interleave.core.Port;

/**
 * What the tasks of a run open ports with.
 *
 * @param vertx has the timers and datagram sockets
 * @param client makes the connections
 * @param inboxes one for each task
 */
record RunPorts(Vertx vertx, NetClient client, BusInboxes inboxes) {

    /**
     * Opens a port, on the context of the verticle that it is for.
     *
     * @throws UnknownHostException if a peer has no address
     */
    Endpoint open(Port port) throws UnknownHostException {
        return switch (port) {
            case Port.Udp udp -> new UdpEndpoint(vertx, udp);
            case Port.Tcp tcp -> new TcpEndpoint(client, tcp);
            case Port.Timer timer -> new TimerEndpoint(vertx, timer);
            case Port.Inbox inbox -> inboxes.get(inbox.task());
        };
    }
}
