package org.interleave.core.workloads.mix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.interleave.core.Join;
import org.interleave.core.Latencies;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.ProcessorTime;
import org.interleave.core.workloads.ArrivalSchedule;
import org.interleave.core.workloads.mix.RequestPlan.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to {@link RequestServer}s, each on a connection of its own, and times the answers. It begins when all servers have
 * said hello, and tells them to stop when every request has been answered or refused.
 *
 * <p>A server has one request at a time. A request that is due goes to the server that has been idle for longest; if none is idle it
 * waits, first come, first served; if too many wait already it is refused. Its latency counts from when it was due, so a wait
 * counts too, as does a stall of a server for every request that it delays (no coordinated omission).
 *
 * <p>One thread accepts, receives, and sends what an answer has made possible. In an open loop another sends what is due; it parks
 * and never spins. What both use is guarded by {@code this}.
 *
 * <p>If a server does something wrong, or nothing happens for too long, the run is of no use any more: it is {@linkplain
 * #onFailure ended}.
 */
final class RequestLoad implements AutoCloseable {

    /** The beginning of its threads' names. */
    static final String THREAD_NAME = "request-load";

    /** What a server sends first. */
    static final Message HELLO = Message.of(-1);

    /** What makes a server stop. */
    static final Message STOP = Message.of(-2);

    /** The size of a request, which is its number. */
    static final int REQUEST_BYTES = Long.BYTES;

    /** The size of an answer: the request's number, and what is left of it. */
    static final int ANSWER_BYTES = 3 * Long.BYTES;

    private static final int BACKLOG = 4096;
    private static final int LOOK_MILLIS = 100;

    private final LoadPlan plan;
    private final ServerSocketChannel listening;
    private final Selector selector;
    private final Thread receiver = new Thread(this::receive, THREAD_NAME + "-receiver");
    private final Thread sender = new Thread(this::send, THREAD_NAME + "-sender");
    private final CountDownLatch begun = new CountDownLatch(1);

    private final List<LoadConnection> servers = new ArrayList<>();
    private final Deque<LoadConnection> idle = new ArrayDeque<>();
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final long[] due;
    private final List<Optional<Answer>> answers;
    private final Latencies latency = new Latencies();
    private final Latencies lateness = new Latencies();
    private Runnable failure = () -> {};
    private int sent;
    private int answered;
    private int refused;
    private double latencySum;
    private long lastEvent = System.nanoTime();
    private long start;
    private long end;
    private ProcessorMeter meter = ProcessorMeter.NONE;
    private long processorNanos;
    private long senderNanos;
    private boolean over;
    private boolean closing;
    private @Nullable String complaint;

    private RequestLoad(LoadPlan plan, ServerSocketChannel listening, Selector selector) {
        this.plan = plan;
        this.listening = listening;
        this.selector = selector;
        due = new long[plan.requests()];
        answers = new ArrayList<>(Collections.nCopies(plan.requests(), Optional.<Answer>empty()));
    }

    /**
     * Waits for servers from now on.
     *
     * @throws UncheckedIOException if there is no socket to be had
     */
    static RequestLoad start(LoadPlan plan) {
        try {
            ServerSocketChannel listening = ServerSocketChannel.open();
            try {
                listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), BACKLOG);
                listening.configureBlocking(false);
                return started(plan, listening);
            } catch (IOException e) {
                listening.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
    }

    private static RequestLoad started(LoadPlan plan, ServerSocketChannel listening) throws IOException {
        Selector selector = Selector.open();
        listening.register(selector, SelectionKey.OP_ACCEPT);
        RequestLoad load = new RequestLoad(plan, listening, selector);
        load.receiver.setDaemon(true);
        load.sender.setDaemon(true);
        load.receiver.start();
        load.sender.start();
        return load;
    }

    /** Where servers find it. */
    Port port() {
        try {
            return new Port.Tcp((InetSocketAddress) listening.getLocalAddress(), REQUEST_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("the load has ended", e);
        }
    }

    /** Sets what ends the run when that is of no use any more. */
    synchronized void onFailure(Runnable endsRun) {
        failure = endsRun;
    }

    /** Takes what came of it once the run has ended, and closes it. */
    LoadReport finish() {
        close();
        synchronized (this) {
            long nanos = Math.max(1, end - start);
            return new LoadReport(
                    answers,
                    answered,
                    refused,
                    latency,
                    lateness,
                    latencySum / nanos,
                    nanos,
                    Math.max(0, processorNanos - senderNanos),
                    Optional.ofNullable(complaint));
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        sender.interrupt();
        selector.wakeup();
        Join.of(sender);
        Join.of(receiver);
    }

    private void receive() {
        try {
            while (!closing()) {
                selector.select(this::ready, LOOK_MILLIS);
                endIfFailed();
            }
        } catch (IOException | RuntimeException e) {
            complain("could not be listened to: " + e);
            endIfFailed();
        }
        closeAll();
    }

    private synchronized boolean closing() {
        return closing;
    }

    private synchronized void closeAll() {
        servers.forEach(LoadConnection::close);
        try {
            listening.close();
            selector.close();
        } catch (IOException closed) {
            // or as good as that
        }
    }

    private void endIfFailed() {
        Runnable failed;
        synchronized (this) {
            if (!over && System.nanoTime() - lastEvent > plan.patience().toNanos()) {
                complain(
                        begun.getCount() > 0
                                ? "did not say hello: " + greeted() + " of " + plan.inFlight() + " did"
                                : "answered none of " + (sent - answered - refused) + " requests for "
                                        + plan.patience().toSeconds() + " s");
            }
            failed = complaint == null ? () -> {} : failure;
            failure = complaint == null ? failure : () -> {};
        }
        failed.run();
    }

    /** How many requests were due so far. */
    synchronized int due() {
        return sent;
    }

    /** How many servers have said hello. */
    synchronized long greeted() {
        return servers.stream().filter(server -> server.greeted).count();
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.attachment() instanceof LoadConnection server) {
                read(key, server);
            }
        } catch (IOException e) {
            complain("could not connect: " + e);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel accepted = listening.accept(); accepted != null; accepted = listening.accept()) {
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.configureBlocking(false);
            LoadConnection server = new LoadConnection(accepted);
            accepted.register(selector, SelectionKey.OP_READ, server);
            synchronized (this) {
                servers.add(server);
            }
        }
    }

    private void read(SelectionKey key, LoadConnection server) {
        try {
            boolean open = server.read();
            long now = System.nanoTime();
            for (Optional<Message> message = server.next(); message.isPresent(); message = server.next()) {
                take(server, message.get(), now);
            }
            if (open) {
                return;
            }
            gone("closed its connection before it was told to stop");
        } catch (IOException e) {
            gone("broke its connection: " + e.getMessage());
        }
        key.cancel();
        server.close();
    }

    private synchronized void gone(String how) {
        if (!over) {
            complain(how);
        }
    }

    private synchronized void take(LoadConnection server, Message message, long now) throws IOException {
        lastEvent = now;
        if (message.equals(HELLO)) {
            greet(server);
        } else {
            answered(server, message.buffer(), now);
        }
    }

    private void greet(LoadConnection server) throws IOException {
        if (server.greeted || begun.getCount() == 0) {
            complain("said hello twice");
        }
        if (over) {
            server.send(STOP);
            return;
        }
        server.greeted = true;
        idle.add(server);
        if (idle.size() < plan.inFlight()) {
            return;
        }
        meter = ProcessorMeter.start();
        start = System.nanoTime();
        lastEvent = start;
        if (plan.arrivals().isEmpty()) {
            while (sent < plan.requests() && !idle.isEmpty()) {
                arrive(sent, start);
            }
        }
        begun.countDown();
    }

    private void answered(LoadConnection server, ByteBuffer answer, long now) throws IOException {
        int request = server.serving;
        if (answer.remaining() != ANSWER_BYTES) {
            complain("sent " + answer.remaining() + " bytes, which are no answer");
            return;
        }
        long number = answer.getLong();
        if (request == LoadConnection.NOTHING || number != request) {
            complain("answered request " + number + ", which it "
                    + (isAnswered(number) ? "had answered before" : "was not asked for"));
            return;
        }
        server.serving = LoadConnection.NOTHING;
        answers.set(request, Optional.of(new Answer(answer.getLong(), answer.getLong())));
        answered++;
        latency.record(now - due[request]);
        latencySum += now - due[request];
        end = now;
        idle.add(server);
        if (answered + refused == plan.requests()) {
            processorNanos = meter.nanos();
            stop();
        } else if (!waiting.isEmpty()) {
            serve(waiting.remove());
        } else if (plan.arrivals().isEmpty() && sent < plan.requests()) {
            arrive(sent, now);
        }
    }

    private boolean isAnswered(long number) {
        return number >= 0
                && number < answers.size()
                && answers.get((int) number).isPresent();
    }

    private void send() {
        Optional<ArrivalSchedule> arrivals = plan.arrivals();
        if (arrivals.isEmpty()) {
            return;
        }
        try {
            begun.await();
            for (int request = 0; request < plan.requests(); request++) {
                long moment = beginning() + arrivals.get().due(request);
                ArrivalSchedule.parkUntil(moment);
                sendDue(request, moment);
            }
        } catch (InterruptedException closed) {
            // close() wants it to end
        } catch (IOException e) {
            complain("could not be sent a request: " + e.getMessage());
            selector.wakeup();
        }
        synchronized (this) {
            senderNanos = ProcessorTime.ofThread();
        }
    }

    private synchronized long beginning() {
        return start;
    }

    private synchronized void sendDue(int request, long moment) throws IOException {
        if (!over) {
            lateness.record(Math.max(0, System.nanoTime() - moment));
            arrive(request, moment);
        }
    }

    /** Has a request served that is due, or wait, or refuses it. */
    private synchronized void arrive(int request, long moment) throws IOException {
        sent = request + 1;
        due[request] = moment;
        if (!idle.isEmpty()) {
            serve(request);
        } else if (waiting.size() < plan.queue()) {
            waiting.add(request);
        } else {
            refused++;
        }
    }

    /** By the server that has been idle for longest. */
    private synchronized void serve(int request) throws IOException {
        LoadConnection server = idle.remove();
        server.serving = request;
        server.send(Message.of(request));
    }

    private synchronized void stop() {
        over = true;
        for (LoadConnection server : servers) {
            try {
                server.send(STOP);
            } catch (IOException gone) {
                // then it has stopped
            }
        }
    }

    private synchronized void complain(String what) {
        if (complaint == null) {
            complaint = what;
            end = System.nanoTime();
            stop();
        }
    }
}
