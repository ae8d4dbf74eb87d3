package org.interleave.core.runtime;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;

/** Time limits of blocking reads: sockets have them in milliseconds, and tell of an interrupt in words of their own. */
final class SocketTimeouts {

    private SocketTimeouts() {}

    /** A limit in milliseconds, rounded up, for zero is none. */
    static int millis(Duration limit) {
        long millis = limit.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) < 0 ? limit.toMillis() : Integer.MAX_VALUE;
        return (int) Math.min(Integer.MAX_VALUE, limit.minusMillis(millis).isPositive() ? millis + 1 : millis);
    }

    /** The exception for a read that failed: that it was interrupted, which has closed the channel, or what it is. */
    static IOException interruptOr(Channel channel, IOException failure) {
        return !channel.isOpen() && Thread.currentThread().isInterrupted() ? new ClosedByInterruptException() : failure;
    }
}
