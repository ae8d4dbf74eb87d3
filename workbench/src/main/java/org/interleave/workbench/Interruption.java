package org.interleave.workbench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens on Ctrl-C while something is measured: the forks and their children are killed, what was measured is
 * kept, and the report is written before the JVM goes down.
 *
 * <p>The JVM runs shutdown hooks when it receives SIGINT or SIGTERM and exits with 130 or 143 when they are done. The
 * hook here kills until the measuring thread has written its report, or a bound has passed.
 */
final class Interruption implements AutoCloseable {

    /** Children are killed at once. The report takes less than a second, on a machine that is busy a few. */
    private static final int PATIENCE_MILLIS = 10_000;

    private static final int KILL_AGAIN_MILLIS = 20;

    private final Measurement measurement;
    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("interruption").unstarted(this::shutDown);

    private Interruption(Measurement measurement) {
        this.measurement = measurement;
    }

    /** Watches over a measurement until closed. */
    static Interruption of(Measurement measurement) {
        Interruption interruption = new Interruption(measurement);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void shutDown() {
        measurement.interrupt();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            do {
                // A fork that was about to start is met the next time round.
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            } while (!reported.await(KILL_AGAIN_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
