package org.interleave.core.workloads;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.core.runtime.ProcessorTime;

/**
 * A simulated server of devices, as one of an industrial control system: a process of its own, whose devices' values change at random
 * times that a seed decides. Clients get a value, put one, or subscribe to changes, with {@linkplain DeviceFrame frames} in
 * datagrams or on a TCP connection. It keeps a log of the changes.
 *
 * <p>The changes begin when every client has said that it is ready, and end after a given time. It runs as an {@link
 * OutsideProcess}, and prints its log in the end.
 *
 * <p>All state is guarded by {@code this}. Events are sent under it, so they come in the order of the changes.
 */
final class DeviceServer {

    static final String CHANGE = "change";
    static final String REQUESTS = "requests";
    static final String CPU = "cpu";

    private static final int BACKLOG = 1_000;

    private final long[] values;
    private final long[] changed;
    private final List<DeviceChanges.Due> due;
    private final Duration duration;
    private final int clients;
    private final List<DeviceFrame> log = new ArrayList<>();
    private final Set<Peer> ready = new HashSet<>();
    private final Set<Peer> subscribers = new HashSet<>();
    private long requests;
    private boolean started;
    private boolean over;

    /** A client, as frames get there. */
    @FunctionalInterface
    private interface Peer {
        void send(DeviceFrame frame) throws IOException;
    }

    private DeviceServer(DeviceChanges changes, int clients) {
        values = new long[changes.devices()];
        changed = new long[changes.devices()];
        due = changes.inOrder();
        duration = changes.duration();
        this.clients = clients;
    }

    /** Takes the changes, as {@link DeviceChanges#arguments} has them, then the number of clients. */
    public static void main(String[] arguments) throws IOException {
        DeviceServer server = new DeviceServer(
                DeviceChanges.of(List.of(arguments).subList(0, arguments.length - 1)),
                Integer.parseInt(arguments[arguments.length - 1]));
        DatagramChannel datagrams = Loopback.open();
        ServerSocket connections =
                new ServerSocket(0, BACKLOG, Loopback.address(0).getAddress());
        daemon(() -> server.serve(datagrams));
        daemon(() -> server.accept(connections));
        OutsideProcess.listening(datagrams, connections.getLocalSocketAddress());
        if (OutsideProcess.awaitOrder()) {
            server.printLog();
        }
        Runtime.getRuntime().halt(0);
    }

    /** Ends with the process. */
    private static void daemon(Serving serving) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                serving.run();
            } catch (IOException | InterruptedException closed) {
                // by the client, or with the process
            }
        });
    }

    @FunctionalInterface
    private interface Serving {
        void run() throws IOException, InterruptedException;
    }

    private void serve(DatagramChannel channel) throws IOException {
        Map<SocketAddress, Peer> peers = new HashMap<>();
        ByteBuffer buffer = ByteBuffer.allocate(DeviceFrame.BYTES + 1);
        while (true) {
            buffer.clear();
            SocketAddress from = channel.receive(buffer);
            Peer peer = peers.computeIfAbsent(from, to -> frame -> channel.send(frame.buffer(), to));
            take(buffer.flip(), peer);
        }
    }

    private void accept(ServerSocket server) throws IOException {
        while (true) {
            Socket socket = server.accept();
            socket.setTcpNoDelay(true);
            daemon(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            Peer peer = frame -> {
                ByteBuffer whole = ByteBuffer.allocate(Integer.BYTES + DeviceFrame.BYTES)
                        .putInt(DeviceFrame.BYTES)
                        .put(frame.buffer());
                out.write(whole.array());
            };
            byte[] bytes = new byte[DeviceFrame.BYTES];
            while (in.readInt() == bytes.length) {
                in.readFully(bytes);
                take(ByteBuffer.wrap(bytes), peer);
            }
        }
    }

    /** What is no request is dropped. */
    private synchronized void take(ByteBuffer bytes, Peer peer) throws IOException {
        DeviceFrame request;
        try {
            request = DeviceFrame.of(bytes);
        } catch (IllegalArgumentException malformed) {
            return;
        }
        if (request.device() >= values.length || request.device() < DeviceFrame.CONTROL) {
            return;
        }
        requests++;
        switch (request.kind()) {
            case GET -> {}
            case SUBSCRIBE -> subscribers.add(peer);
            case PUT -> put(request, peer);
            default -> {
                return;
            }
        }
        peer.send(reply(request));
    }

    private DeviceFrame reply(DeviceFrame request) {
        DeviceFrame.Kind kind = over ? DeviceFrame.Kind.LAST_VALUE : DeviceFrame.Kind.VALUE;
        int device = request.device();
        return device == DeviceFrame.CONTROL
                ? new DeviceFrame(kind, request.id(), device, ready.size(), System.nanoTime())
                : new DeviceFrame(kind, request.id(), device, values[device], changed[device]);
    }

    private void put(DeviceFrame request, Peer peer) {
        if (request.device() != DeviceFrame.CONTROL) {
            change(request.device(), request.value());
            return;
        }
        ready.add(peer);
        if (ready.size() == clients && !started) {
            started = true;
            daemon(this::makeChanges);
        }
    }

    private void makeChanges() throws InterruptedException {
        long start = System.nanoTime();
        for (DeviceChanges.Due change : due) {
            ArrivalSchedule.parkUntil(start + change.nanos());
            synchronized (this) {
                change(change.device(), values[change.device()] + 1);
            }
        }
        ArrivalSchedule.parkUntil(start + duration.toNanos());
        synchronized (this) {
            over = true;
            tell(new DeviceFrame(DeviceFrame.Kind.END, 0, DeviceFrame.CONTROL, 0, System.nanoTime()));
        }
    }

    private void change(int device, long value) {
        values[device] = value;
        changed[device] = System.nanoTime();
        DeviceFrame event = new DeviceFrame(DeviceFrame.Kind.EVENT, 0, device, value, changed[device]);
        log.add(event);
        tell(event);
    }

    /** Who cannot be told has gone. */
    private void tell(DeviceFrame event) {
        subscribers.removeIf(subscriber -> {
            try {
                subscriber.send(event);
                return false;
            } catch (IOException gone) {
                return true;
            }
        });
    }

    private synchronized void printLog() {
        List<String> lines = new ArrayList<>();
        for (DeviceFrame change : log) {
            lines.add(CHANGE + " " + change.device() + " " + change.value() + " " + change.changed());
        }
        lines.add(REQUESTS + " " + requests);
        lines.add(CPU + " " + ProcessorTime.ofProcess());
        OutsideProcess.tell(lines);
    }
}
