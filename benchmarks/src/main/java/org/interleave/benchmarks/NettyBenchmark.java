package org.interleave.benchmarks;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.eventloop.netty.NettyStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a task cost on {@code netty}, held against Netty itself? Expected: {@code sleepChain} within 1.3 times its twin,
 * {@code hopChain} within 100 ns of it, {@code roundTrip} within 1.15 times, {@code message} between two loops within 1.3
 * times, {@code waits} within 1.3 times.
 */
public class NettyBenchmark extends EngineBenchmark {

    /** The strategy with one loop, and a peer. */
    @State(Scope.Benchmark)
    public static class OneLoop {

        private final OpenStrategy netty = new OpenStrategy(new NettyStrategy(), Map.of());
        private final EchoPeer peer = new EchoPeer();

        /** Closes it. */
        @TearDown
        public void close() {
            netty.close();
            peer.close();
        }
    }

    /** The strategy with two loops. */
    @State(Scope.Benchmark)
    public static class TwoLoops {

        private final OpenStrategy netty = new OpenStrategy(new NettyStrategy(), Map.of("event-loops", "2"));

        /** Closes it. */
        @TearDown
        public void close() {
            netty.close();
        }
    }

    /** Loops alone, and a peer. */
    @State(Scope.Benchmark)
    public static class Bare {

        private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                2, new DefaultThreadFactory("bare-loop", true), NioIoHandler.newFactory());
        private final EventLoop loop = group.next();
        private final EventLoop other = group.next();
        private final EchoPeer peer = new EchoPeer();

        /** Shuts them down. */
        @TearDown
        public void close() {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            peer.close();
        }
    }

    /** A task that sleeps for no time. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public Object sleepChain(OneLoop our) throws InterruptedException {
        return our.netty.run(EngineTasks.sleeps());
    }

    /** A timer for no time. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.SLEEPS)
    public void bareSleepChain(Bare bare) throws InterruptedException {
        chain(bare.loop, EngineTasks.SLEEPS, link -> bare.loop.schedule(link, 0, NANOSECONDS));
    }

    /** A task that gives way. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.HOPS)
    public Object hopChain(OneLoop our) throws InterruptedException {
        return our.netty.run(EngineTasks.hops());
    }

    /** What a loop executes after what it has before it. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.HOPS)
    public void bareHopChain(Bare bare) throws InterruptedException {
        chain(bare.loop, EngineTasks.HOPS, bare.loop::execute);
    }

    /** A task that sends a datagram and receives the answer. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public Object roundTrip(OneLoop our) throws InterruptedException {
        return our.netty.run(EngineTasks.roundTrips(our.peer.address()));
    }

    /** A handler that does. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.ROUND_TRIPS)
    public void bareRoundTrip(Bare bare) throws InterruptedException {
        new Bootstrap()
                .group(bare.loop)
                .channel(NioDatagramChannel.class)
                .handler(new Asking())
                .connect(bare.peer.address())
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private static final class Asking extends SimpleChannelInboundHandler<DatagramPacket> {

        private int left = EngineTasks.ROUND_TRIPS;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ask(context);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket answer) {
            if (--left > 0) {
                ask(context);
            } else {
                context.close();
            }
        }

        private static void ask(ChannelHandlerContext context) {
            ByteBuf question = context.alloc().ioBuffer(EngineTasks.MESSAGE_BYTES);
            context.writeAndFlush(question.writeLong(1), context.voidPromise());
        }
    }

    /** A message between tasks on two loops. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public Object message(TwoLoops our) throws InterruptedException {
        return our.netty.run(EngineTasks.messages());
    }

    /** What one loop has another execute, without a bound to how much. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public void bareMessage(Bare bare) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Receiving receiver = new Receiving(done);
        bare.loop.execute(() -> {
            Message message = Message.of(1);
            for (int sent = 0; sent < EngineTasks.MESSAGES; sent++) {
                bare.other.execute(() -> receiver.receive(message));
            }
        });
        done.await();
    }

    private static final class Receiving {

        private final CountDownLatch done;
        private int received;

        Receiving(CountDownLatch done) {
            this.done = done;
        }

        void receive(Message message) {
            received += message.size();
            if (received == EngineTasks.MESSAGES * EngineTasks.MESSAGE_BYTES) {
                done.countDown();
            }
        }
    }

    /** The same, held back as the tasks are: no more than an inbox holds is on its way. */
    @Benchmark
    @OperationsPerInvocation(EngineTasks.MESSAGES)
    public void bareMessageInWindow(Bare bare) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Window window = new Window(bare, new Receiving(done));
        bare.loop.execute(window::send);
        done.await();
    }

    private static final class Window {

        private final Bare bare;
        private final Receiving receiver;
        private final AtomicInteger onTheirWay = new AtomicInteger();
        private final Message message = Message.of(1);
        private int left = EngineTasks.MESSAGES;

        Window(Bare bare, Receiving receiver) {
            this.bare = bare;
            this.receiver = receiver;
        }

        void send() {
            while (left > 0 && onTheirWay.get() < Port.INBOX_CAPACITY) {
                left--;
                onTheirWay.incrementAndGet();
                bare.other.execute(() -> receive(message));
            }
        }

        private void receive(Message received) {
            receiver.receive(received);
            if (onTheirWay.decrementAndGet() == Port.INBOX_CAPACITY / 2) {
                bare.loop.execute(this::send);
            }
        }
    }

    /** A million tasks that wait at the same time. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 5)
    @Measurement(iterations = 5)
    public Object waits(OneLoop our, EngineTasks.Waits waits) throws InterruptedException {
        return our.netty.run(waits.job());
    }

    /** A million timers. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 5)
    @Measurement(iterations = 5)
    public void bareWaits(Bare bare) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(EngineTasks.WAITS);
        for (int wait = 0; wait < EngineTasks.WAITS; wait++) {
            bare.loop.schedule(done::countDown, EngineTasks.WAIT.toNanos(), NANOSECONDS);
        }
        done.await();
    }
}
