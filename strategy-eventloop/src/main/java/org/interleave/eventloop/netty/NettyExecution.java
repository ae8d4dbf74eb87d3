package org.interleave.eventloop.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.interleave.core.Outcome;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.eventloop.LoopCell;
import org.interleave.eventloop.Slice;

/** Deals the tasks of a run to the event loops of a group. Blocking calls go to a thread pool of their own. */
final class NettyExecution extends SingleRunExecution {

    private final EventLoopGroup group;
    private final ExecutorService blocking;
    private final List<NettyLoop> loops;

    NettyExecution(NettyTransport transport, int eventLoops, int blockingThreads, Slice slice) {
        group = new MultiThreadIoEventLoopGroup(
                eventLoops, new DefaultThreadFactory("netty-loop", true), transport.handlers());
        blocking = Executors.newFixedThreadPool(blockingThreads, new DefaultThreadFactory("netty-blocking", true));
        loops = StreamSupport.stream(group.spliterator(), false)
                .map(EventLoop.class::cast)
                .map(loop -> new NettyLoop(loop, transport, blocking, slice))
                .toList();
    }

    @Override
    protected Cells cells() {
        return loops.size() == 1 ? new Cells(LoopCell::new, true) : Cells.UNPROTECTED;
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        NettyInboxes inboxes = new NettyInboxes(run.tasks().size(), loops);
        List<NettyTask<R>> tasks =
                run.tasks().stream().map(task -> new NettyTask<>(task, inboxes)).toList();
        run.onStop(task -> tasks.get(task.index()).stop());
        tasks.forEach(NettyTask::start);
        return run.outcome(Map::of);
    }

    @Override
    protected void shutDown() {
        blocking.shutdown();
        group.shutdownGracefully(0, Long.MAX_VALUE, TimeUnit.NANOSECONDS).awaitUninterruptibly();
        blocking.close();
    }
}
