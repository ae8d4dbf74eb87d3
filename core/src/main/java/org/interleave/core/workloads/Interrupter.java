package org.interleave.core.workloads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Join;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.WrongResultException;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a run as Ctrl-C does: waits for an {@link InterruptTask} to say that it runs, sends this process a SIGINT,
 * has the JVM's handler tell the task, and cancels the run when the task has answered with what it was told, which nobody
 * could know before.
 *
 * <p>The handler is in place only while the run goes on. A Ctrl-C of somebody else's meanwhile is not answered: the
 * program that measures has its own in the process that started this one.
 *
 * <p>{@code sent} is volatile; the interrupting thread writes it, after {@code sentAt}, before it sends the signal. The
 * handler writes {@code caughtAt} before it opens {@code caught}. What the interrupting thread alone writes, {@link
 * #report} reads after it was joined.
 */
final class Interrupter implements AutoCloseable {

    /** Its thread's name. */
    static final String THREAD_NAME = "interrupter";

    private static final int REPEAT_MILLIS = 100;
    private static final int PATIENCE_SECONDS = 60;

    private final Duration after;
    private final DatagramSocket socket;
    private final CountDownLatch caught = new CountDownLatch(1);
    private final Message word = Message.of(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    private volatile boolean sent;
    private long sentAt;
    private long caughtAt;
    private boolean handled;
    private long handledAt;
    private long endedAt;
    private @Nullable IOException failure;

    /**
     * What came of it, in nanoseconds from when the signal was sent.
     *
     * @param signalNanos to the JVM's handler
     * @param handlerNanos to the first task's answer
     * @param endNanos to the end of the run
     */
    record Report(long signalNanos, long handlerNanos, long endNanos) {}

    private Interrupter(Duration after, DatagramSocket socket) {
        this.after = after;
        this.socket = socket;
    }

    /**
     * Gets ready to interrupt one run.
     *
     * @param after how long the tasks have run when the signal is sent
     * @throws UncheckedIOException if there is no socket to be had
     */
    static Interrupter open(Duration after) {
        return new Interrupter(after, Loopback.open().socket());
    }

    /** Where the first task finds it. */
    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /**
     * Runs a job and interrupts it.
     *
     * @throws IllegalStateException if this process ignores SIGINT
     */
    Outcome<Activity> interrupt(Execution execution, Job<Activity> job) throws InterruptedException {
        return Sigint.handledBy(this::caught, () -> {
            Thread thread = Thread.ofPlatform().daemon().name(THREAD_NAME).start(() -> interruptOnceReady(execution));
            try {
                Outcome<Activity> outcome = execution.run(job);
                endedAt = System.nanoTime();
                return outcome;
            } finally {
                socket.close();
                Join.of(thread);
            }
        });
    }

    /**
     * Takes what came of it after the run.
     *
     * @throws WrongResultException if the first task never answered
     * @throws UncheckedIOException if the socket failed meanwhile
     */
    Report report() {
        if (handled) {
            return new Report(caughtAt - sentAt, handledAt - sentAt, endedAt - sentAt);
        }
        if (failure != null) {
            throw new UncheckedIOException("the interrupter lost its socket", failure);
        }
        throw new WrongResultException("the run ended before the first task of signal-handler had heard of the signal");
    }

    @Override
    public void close() {
        socket.close();
    }

    private void interruptOnceReady(Execution execution) {
        try {
            socket.connect(awaitReady());
            Thread.sleep(after);
            sentAt = System.nanoTime();
            sent = true;
            Sigint.raise();
            if (!caught.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the signal was not delivered within " + PATIENCE_SECONDS + " s");
            }
            awaitHandled();
            handledAt = System.nanoTime();
            handled = true;
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        } finally {
            execution.cancel();
        }
    }

    /** On a thread of the JVM's. */
    private void caught() {
        if (sent && caught.getCount() > 0) {
            caughtAt = System.nanoTime();
            caught.countDown();
            try {
                tell();
            } catch (IOException lost) {
                // it is told again until it answers
            }
        }
    }

    private void tell() throws IOException {
        socket.send(new DatagramPacket(word.bytes(), word.size()));
    }

    private SocketAddress awaitReady() throws IOException {
        DatagramPacket packet = packet();
        do {
            socket.receive(packet);
        } while (!holds(packet, InterruptTask.READY));
        return packet.getSocketAddress();
    }

    private void awaitHandled() throws IOException {
        DatagramPacket packet = packet();
        socket.setSoTimeout(REPEAT_MILLIS);
        do {
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException none) {
                tell();
            }
        } while (!holds(packet, word));
    }

    private static DatagramPacket packet() {
        return new DatagramPacket(new byte[Long.BYTES], Long.BYTES);
    }

    private static boolean holds(DatagramPacket packet, Message message) {
        return Message.copyOf(packet.getData()).equals(message);
    }
}
