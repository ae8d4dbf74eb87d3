package org.interleave.eventloop;

import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that tells listeners of an event loop group that the group has ended. It belongs to all of Netty in this
 * JVM, starts by itself and ends by itself after a quiet second.
 */
final class NettyGlobalThread {

    private static final long PATIENCE_SECONDS = 5;

    private NettyGlobalThread() {}

    /** Waits for it to end, but not for long: somebody else's groups may keep it busy. */
    static void awaitEnd() {
        try {
            GlobalEventExecutor.INSTANCE.awaitInactivity(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IllegalStateException neverStarted) {
            // then there is nothing to wait for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
