package org.interleave.core.workloads;

import java.io.IOException;
import java.io.Serializable;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.interleave.core.Call;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Join;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.WrongResultException;

/**
 * Stops a run as Ctrl-C stops a loop that handles signals: when a task makes the call of {@link #notice}, wherever it runs, this
 * process is sent a SIGINT, whose handler {@linkplain Execution#stop stops} the run. To the strategy the signal is an event like
 * others: each loop is woken by it and resumes its tasks, which finish.
 *
 * <p>The handler is in place while the run goes on, and until a signal that was sent has come. What the thread that sends it
 * writes is read after that has been joined.
 */
final class SignalStop implements AutoCloseable {

    /** A call that tells nobody. */
    static final Call NO_NOTICE = new NoNotice();

    /** Its thread's name. */
    static final String THREAD_NAME = "signal-stop";

    private final DatagramSocket socket;
    private final CountDownLatch caught = new CountDownLatch(1);
    private boolean sent;
    private long sentAt;
    private long endedAt;

    private record NoNotice() implements Call {
        @Override
        public Message call() {
            return Message.EMPTY;
        }
    }

    private record Notice(InetSocketAddress to) implements Call {
        @Override
        public Message call() throws IOException {
            try (DatagramSocket own = new DatagramSocket()) {
                own.send(new DatagramPacket(new byte[1], 1, to));
            }
            return Message.EMPTY;
        }
    }

    private SignalStop(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Gets ready to stop one run. @throws UncheckedIOException if there is no socket to be had */
    static SignalStop open() {
        return new SignalStop(Loopback.open().socket());
    }

    /** What a task calls when the signal is to be sent. */
    Call notice() {
        return new Notice((InetSocketAddress) socket.getLocalSocketAddress());
    }

    /**
     * Runs a job, and stops it with a signal after the notice.
     *
     * @throws IllegalStateException if this process ignores SIGINT
     */
    <R extends Serializable> Outcome<R> run(Execution execution, Job<R> job) throws InterruptedException {
        Runnable handler = () -> {
            execution.stop();
            caught.countDown();
        };
        return Sigint.handledBy(handler, () -> {
            Thread thread = Thread.ofPlatform().daemon().name(THREAD_NAME).start(this::signalOnceNoticed);
            try {
                Outcome<R> outcome = execution.run(job);
                endedAt = System.nanoTime();
                return outcome;
            } finally {
                socket.close();
                Join.of(thread);
            }
        });
    }

    private void signalOnceNoticed() {
        try {
            socket.receive(new DatagramPacket(new byte[1], 1));
        } catch (IOException closed) {
            return; // the run has ended without a notice
        }
        sent = true;
        sentAt = System.nanoTime();
        Sigint.raise();
        try {
            caught.await(); // the handler must not be gone when the signal comes
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * The nanoseconds from when the signal was sent to the end of the run, once that has ended.
     *
     * @throws WrongResultException if the signal had no part in its end
     */
    long endNanos() {
        if (!sent) {
            throw new WrongResultException("the run ended before SIGINT was sent");
        }
        return endedAt - sentAt;
    }

    @Override
    public void close() {
        socket.close();
    }
}
