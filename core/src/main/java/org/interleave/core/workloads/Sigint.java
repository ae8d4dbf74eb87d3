package org.interleave.core.workloads;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * SIGINT of this process, as Ctrl-C sends it. A handler of ours is in place only while something runs; a Ctrl-C of somebody
 * else's meanwhile comes to it too.
 */
final class Sigint {

    private static final Signal SIGNAL = new Signal("INT");

    private Sigint() {}

    /** What runs. */
    @FunctionalInterface
    interface Body<T> {
        T run() throws InterruptedException;
    }

    /** Sends this process a real one. */
    static void raise() {
        Signal.raise(SIGNAL);
    }

    /**
     * Runs something, and has the signal handled meanwhile.
     *
     * @param handler called on a thread of the JVM's, for every signal
     * @throws IllegalStateException if this process ignores SIGINT
     */
    static <T> T handledBy(Runnable handler, Body<T> body) throws InterruptedException {
        SignalHandler before = Signal.handle(SIGNAL, signal -> handler.run());
        try {
            if (before == SignalHandler.SIG_IGN) {
                throw new IllegalStateException("this process was started with SIGINT ignored, as a shell script starts"
                        + " what it ends with '&', so it cannot be interrupted");
            }
            return body.run();
        } finally {
            Signal.handle(SIGNAL, before);
        }
    }
}
