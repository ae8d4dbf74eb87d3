package org.interleave.eventloop.netty;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import org.interleave.eventloop.Slice;

/**
 * An event loop with what its tasks use besides.
 *
 * @param events the loop
 * @param sockets makes channels on it
 * @param blocking makes blocking calls, off every loop
 * @param slice how long a task may compute there
 * @param closed the inbox of whoever has ended there
 */
record NettyLoop(EventLoop events, NettySockets sockets, Executor blocking, Slice slice, NettyInbox closed) {

    NettyLoop(EventLoop events, NettyTransport transport, Executor blocking, Slice slice) {
        this(events, new NettySockets(events, transport), blocking, slice, NettyInbox.closed(events));
    }
}
