package org.interleave.benchmarks;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.interleave.core.Message;
import org.interleave.core.Port;

/** What {@link EngineTasks} do, written for Vert.x by hand: in the handlers of its event loops. */
final class BareVertx implements AutoCloseable {

    private static final String RECEIVER = "receiver";
    private static final String SENDER = "sender";
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);
    private static final int INSTANCES_AT_ONCE = 1_000;

    private final Vertx vertx;
    private final List<Context> loops = new ArrayList<>();
    private final Exchange exchange = new Exchange();

    /** Opens an engine. */
    BareVertx(int eventLoops) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops));
        vertx.eventBus().registerDefaultCodec(Message.class, new ByReference());
        for (int loop = 0; loop < eventLoops; loop++) {
            join(vertx.deployVerticle(new VerticleBase() {
                @Override
                public Future<?> start() throws Exception {
                    loops.add(context);
                    return super.start();
                }
            }));
        }
        onLoop(0, () -> vertx.eventBus().localConsumer(SENDER, more -> exchange.send(Port.INBOX_CAPACITY / 2)));
        onLoop(1, () -> vertx.eventBus().localConsumer(RECEIVER, message -> exchange.received()));
    }

    private void onLoop(int loop, Runnable action) {
        CountDownLatch done = new CountDownLatch(1);
        loops.get(loop % loops.size()).runOnContext(now -> {
            action.run();
            done.countDown();
        });
        await(done);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void join(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    /** Timers in a chain. The shortest there is lasts a nanosecond; {@code setTimer} has none under a millisecond. */
    void sleeps(int count) {
        CountDownLatch done = new CountDownLatch(1);
        loops.getFirst().runOnContext(now -> sleep(count, done));
        await(done);
    }

    private void sleep(int left, CountDownLatch done) {
        if (left == 0) {
            done.countDown();
        } else {
            vertx.timer(1, NANOSECONDS).onSuccess(over -> sleep(left - 1, done));
        }
    }

    /** Handlers in a chain, none of which lets the loop look at timers or sockets. */
    void hops(int count) {
        CountDownLatch done = new CountDownLatch(1);
        loops.getFirst().runOnContext(now -> hop(loops.getFirst(), count, done));
        await(done);
    }

    private static void hop(Context context, int left, CountDownLatch done) {
        if (left == 0) {
            done.countDown();
        } else {
            context.runOnContext(now -> hop(context, left - 1, done));
        }
    }

    /** Datagrams there and back. */
    void roundTrips(int count, InetSocketAddress peer) {
        CountDownLatch done = new CountDownLatch(1);
        loops.getFirst().runOnContext(now -> {
            DatagramSocket socket = vertx.createDatagramSocket();
            String host = peer.getAddress().getHostAddress();
            int[] left = {count};
            socket.handler(packet -> {
                left[0]--;
                if (left[0] > 0) {
                    socket.send(packet.data(), peer.getPort(), host);
                } else {
                    socket.close().onComplete(closed -> done.countDown());
                }
            });
            socket.listen(0, "127.0.0.1")
                    .onSuccess(open ->
                            socket.send(Buffer.buffer(new byte[EngineTasks.MESSAGE_BYTES]), peer.getPort(), host));
        });
        await(done);
    }

    /** Messages over the event bus, as many on their way at once as an inbox holds. */
    void messages(int count) {
        CountDownLatch done = new CountDownLatch(1);
        onLoop(1, () -> exchange.expect(count, done));
        onLoop(0, () -> exchange.begin(count));
        await(done);
    }

    /** The state of {@link #messages}: what is to be sent, on one loop, and what is to be received, on another or the same. */
    private final class Exchange {

        private final Message message = Message.of(1);
        private int toSend;
        private int toReceive;
        private CountDownLatch done = new CountDownLatch(0);

        void expect(int count, CountDownLatch latch) {
            toReceive = count;
            done = latch;
        }

        void begin(int count) {
            toSend = count;
            send(Port.INBOX_CAPACITY);
        }

        void send(int credit) {
            for (int left = Math.min(credit, toSend); left > 0; left--) {
                toSend--;
                vertx.eventBus().send(RECEIVER, message, LOCAL);
            }
        }

        void received() {
            toReceive--;
            if (toReceive == 0) {
                done.countDown();
            } else if (toReceive % (Port.INBOX_CAPACITY / 2) == 0) {
                vertx.eventBus().send(SENDER, Message.EMPTY, LOCAL);
            }
        }
    }

    /** Verticles that each wait once, and are undeployed. */
    void waits(int count) {
        CountDownLatch done = new CountDownLatch(count);
        List<Future<String>> deployments = IntStream.range(0, count / INSTANCES_AT_ONCE)
                .mapToObj(part -> vertx.deployVerticle(
                        () -> new Waiting(done), new DeploymentOptions().setInstances(INSTANCES_AT_ONCE)))
                .toList();
        await(done);
        join(Future.join(deployments.stream()
                .map(deployment -> deployment.compose(vertx::undeploy))
                .toList()));
    }

    /** Waits once. */
    private static final class Waiting extends VerticleBase {

        private final CountDownLatch done;

        Waiting(CountDownLatch done) {
            this.done = done;
        }

        @Override
        public Future<?> start() throws Exception {
            vertx.timer(EngineTasks.WAIT.toNanos(), NANOSECONDS).onSuccess(over -> done.countDown());
            return super.start();
        }
    }

    /** Timers alone, on one context. */
    void timers(int count) {
        CountDownLatch done = new CountDownLatch(count);
        loops.getFirst().runOnContext(now -> {
            for (int timer = 0; timer < count; timer++) {
                vertx.timer(EngineTasks.WAIT.toNanos(), NANOSECONDS).onSuccess(over -> done.countDown());
            }
        });
        await(done);
    }

    @Override
    public void close() {
        join(vertx.close());
    }

    /** Passes messages as they are. */
    private static final class ByReference implements MessageCodec<Message, Message> {

        @Override
        public Message transform(Message message) {
            return message;
        }

        @Override
        public void encodeToWire(Buffer buffer, Message message) {
            throw new UnsupportedOperationException("this event bus is local");
        }

        @Override
        public Message decodeFromWire(int position, Buffer buffer) {
            throw new UnsupportedOperationException("this event bus is local");
        }

        @Override
        public String name() {
            return "by-reference";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
