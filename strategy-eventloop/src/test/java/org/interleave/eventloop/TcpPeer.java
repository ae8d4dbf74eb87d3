package org.interleave.eventloop;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.interleave.core.Port;

/** The other end of connections: has a conversation over each that is made to it, on a thread of its own. */
final class TcpPeer implements AutoCloseable {

    static final int LARGEST = 1 << 20;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** What a peer says and hears; then it closes the connection. */
    @FunctionalInterface
    interface Conversation {

        void hold(Socket socket, DataInputStream in, DataOutputStream out) throws IOException;
    }

    TcpPeer(Conversation conversation) throws IOException {
        Thread.ofPlatform().daemon().name("peer").start(() -> accept(conversation));
    }

    Port.Tcp port() {
        return new Port.Tcp(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), LARGEST);
    }

    private void accept(Conversation conversation) {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                Thread.ofPlatform().daemon().name("peer").start(() -> hold(conversation, socket));
            }
        } catch (IOException closed) {
            // that is how it ends
        }
    }

    private static void hold(Conversation conversation, Socket socket) {
        try (socket) {
            conversation.hold(
                    socket,
                    new DataInputStream(socket.getInputStream()),
                    new DataOutputStream(socket.getOutputStream()));
        } catch (IOException broken) {
            // the task's end is what tests look at
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
