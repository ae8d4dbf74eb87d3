package org.interleave.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A peer on the loopback interface that tasks talk to over TCP. It has a thread for each connection that it serves. */
final class FramePeer implements AutoCloseable {

    /** The largest frame that it sends, but for {@link End#TOO_LARGE}. */
    static final int LARGEST = 100_000;

    /** So little that whoever sends has to wait soon. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private final ServerSocket server = new ServerSocket();
    private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

    /** How a peer that has answered ends. */
    enum End {
        CLOSES,
        WITHIN_A_FRAME,
        TOO_LARGE,
        NEGATIVE_LENGTH
    }

    /** What a peer does with a connection. */
    private interface Service {
        void serve(DataInputStream in, DataOutputStream out) throws IOException;
    }

    private FramePeer(Optional<Service> service) throws IOException {
        server.setReceiveBufferSize(RECEIVE_BUFFER);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        Thread.ofPlatform().daemon().name("contract-peer").start(() -> accept(service));
    }

    /** One that sends back so many frames, and then ends. */
    static FramePeer echoing(int frames, End end) throws IOException {
        return new FramePeer(Optional.of((in, out) -> {
            for (int frame = 0; frame < frames; frame++) {
                byte[] bytes = in.readNBytes(in.readInt());
                out.writeInt(bytes.length);
                out.write(bytes);
            }
            end(end, in, out);
        }));
    }

    /** Either it closes the connection, or that is for the task's side to do. */
    private static void end(End end, DataInputStream in, DataOutputStream out) throws IOException {
        switch (end) {
            case CLOSES -> {}
            case WITHIN_A_FRAME -> out.write(new byte[] {0, 0, 0, 9, 1, 2});
            case TOO_LARGE -> {
                out.writeInt(LARGEST + 1);
                in.readAllBytes();
            }
            case NEGATIVE_LENGTH -> {
                out.writeInt(-1);
                in.readAllBytes();
            }
        }
    }

    /** One that neither reads nor writes, and keeps its connections. */
    static FramePeer silent() throws IOException {
        return new FramePeer(Optional.empty());
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private void accept(Optional<Service> service) {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true); // or each frame would wait for its length to be acknowledged
                accepted.add(socket);
                service.ifPresent(present ->
                        Thread.ofPlatform().daemon().name("contract-peer").start(() -> serve(present, socket)));
            }
        } catch (IOException closed) {
            // that is how it ends
        }
    }

    private static void serve(Service service, Socket socket) {
        try (socket) {
            service.serve(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
        } catch (IOException closed) {
            // by the task, or what runs it
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
