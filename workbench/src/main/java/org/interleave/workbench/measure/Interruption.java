package org.interleave.workbench.measure;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * The handling of Ctrl-C while something is measured: the forks and their children are killed, what was measured is
 * kept, and the report is written before the JVM goes down. A second Ctrl-C does not wait for it.
 *
 * <p>The JVM runs shutdown hooks when it receives SIGHUP, SIGINT or SIGTERM and exits with 129, 130 or 143 when they are
 * done. The hook here kills until the measuring thread has written its report, or a bound has passed.
 */
public final class Interruption implements AutoCloseable {

    /**
     * Children are killed at once, and the report takes less than a second; on a machine that is busy, many times as long. Whoever
     * reads a pipe that it goes to may take any time.
     */
    private static final int PATIENCE_MILLIS = 180_000;

    private static final int KILL_AGAIN_MILLIS = 20;

    private static final int SIGNALLED = 128;

    private static final AtomicReference<@Nullable Interruption> CURRENT = new AtomicReference<>();

    private final Measurement measurement;
    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("interruption").unstarted(this::shutDown);

    private Interruption(Measurement measurement) {
        this.measurement = measurement;
    }

    /** Watches over a measurement until closed. */
    public static Interruption of(Measurement measurement) {
        Interruption interruption = new Interruption(measurement);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        CURRENT.set(interruption);
        return interruption;
    }

    /** Waits, when the JVM goes down, until what is being measured has been reported, if anything is. */
    static void awaitReport() {
        Interruption interruption = CURRENT.get();
        if (interruption != null) {
            try {
                boolean ignored = interruption.reported.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void shutDown() {
        measurement.interrupt();
        List.of("HUP", "INT", "TERM").forEach(Interruption::haltOn);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            do {
                // A fork that was about to start is met the next time round.
                killChildren();
            } while (!reported.await(KILL_AGAIN_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void killChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /** The JVM, once it is going down, takes no notice of signals. */
    private static void haltOn(String name) {
        try {
            Signal.handle(new Signal(name), signal -> {
                killChildren();
                Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
            });
        } catch (IllegalArgumentException notHere) {
            // the system has no such signal, or the JVM leaves it alone
        }
    }

    /** Says that the report is written. */
    @Override
    public void close() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook runs, and has just been told that the report is written
        }
    }
}
