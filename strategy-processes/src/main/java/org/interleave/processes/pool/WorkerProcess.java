package org.interleave.processes.pool;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.interleave.core.Join;
import org.interleave.core.StrategyException;
import org.interleave.core.TaskFailure;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameCodec;
import org.interleave.processes.wire.FrameReader;
import org.interleave.processes.wire.FrameWriter;
import org.interleave.processes.wire.WorkerConnection;

/**
 * A worker process of this machine and the parent's end of its connection, with four threads: one reads frames, one writes
 * them, one relays its stdout and one its stderr. The thread that reads never waits but for frames and, once there are no
 * more, for the process to end.
 *
 * <p>A worker ends in one way, whoever began it: its end of the pipe closes, the reading thread finds out, waits for the
 * process, and tells the owner. Thread-safe.
 */
final class WorkerProcess implements Worker {

    /** The time that a worker has to end after its pipe is closed. */
    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    /** The time in which output may still come after the end; a child of the worker may hold it open. */
    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(1);

    /** The time that the reading thread has to notice that a killed process has closed the pipe. */
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(5);

    private static final String NOT_YET = "not yet";

    private static final Map<Integer, String> SIGNALS = Map.of(
            129, "SIGHUP", 130, "SIGINT", 131, "SIGQUIT", 132, "SIGILL", 134, "SIGABRT", 135, "SIGBUS", 137, "SIGKILL",
            139, "SIGSEGV", 143, "SIGTERM");

    private final int number;
    private final String name;
    private final long fingerprint;
    private final Duration patience;
    private final Owner owner;
    private final WorkerConnection connection;
    private final FrameReader reader;
    private final long begun;
    private final List<String> flags;
    private final Process process;
    private final FrameWriter writer;
    private final WorkerOutput errors;
    /** Empty once it has said hello; how it ended if it ended before. */
    private final CompletableFuture<String> up = new CompletableFuture<>();

    private final Thread reading;
    private final Thread relayingErrors;
    private final List<Thread> others;
    private volatile boolean retired;
    private volatile boolean ended;
    private volatile boolean refused;

    private WorkerProcess(int number, String slot, WorkerSetup setup, Owner owner, WorkerConnection connection)
            throws IOException {
        this.number = number;
        fingerprint = setup.fingerprint();
        patience = setup.patience();
        this.owner = owner;
        this.connection = connection;
        reader = new FrameReader(connection.in());
        begun = System.nanoTime();
        flags = WorkerCommand.flags();
        process = WorkerCommand.start(flags, connection, number, setup);
        name = slot + " pid " + process.pid();
        writer = new FrameWriter(connection.out());
        errors = output(process.getErrorStream());
        reading = thread("from", this::listen);
        relayingErrors = thread("stderr of", this::relayErrors);
        Thread relayingOutput = thread("stdout of", output(process.getInputStream()));
        others = List.of(thread("to", writer), relayingOutput, relayingErrors);
    }

    private WorkerOutput output(InputStream in) {
        return new WorkerOutput(in, line -> owner.printed(this, line));
    }

    private Thread thread(String way, Runnable work) {
        return Thread.ofPlatform().name(way + " " + name).daemon().unstarted(work);
    }

    /**
     * Starts a worker and returns at once.
     *
     * @param number tells it from all others of the pool, before and after
     * @param slot the name of its place in the pool
     * @param setup what it is started with
     * @throws StrategyException if the process cannot be started
     */
    static WorkerProcess start(int number, String slot, WorkerSetup setup, Owner owner) {
        try {
            WorkerConnection connection = setup.transport().create();
            try {
                WorkerProcess worker = new WorkerProcess(number, slot, setup, owner, connection);
                worker.startThreads();
                return worker;
            } catch (IOException | OutOfMemoryError e) {
                connection.close(); // a process that has started ends with them
                throw e;
            }
        } catch (IOException | OutOfMemoryError e) {
            throw new StrategyException("cannot start " + slot + ": " + e.getMessage(), e);
        }
    }

    /** The thread that reads waits for the others, and tells the owner of the end, so it is the last to start. */
    private void startThreads() {
        try {
            others.forEach(Thread::start);
            reading.start();
        } catch (OutOfMemoryError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> flags() {
        return flags;
    }

    @Override
    public boolean alive() {
        return !ended && !retired;
    }

    /** Whether it has said hello. */
    boolean wasReady() {
        return up.getNow(NOT_YET).isEmpty();
    }

    /** Waits for it to say hello. If it ends before or takes too long, says so, with the last lines of its stderr. */
    Optional<String> awaitStart() throws InterruptedException {
        try {
            String how = up.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return how.isEmpty() ? Optional.empty() : Optional.of(name + " did not come up: it " + how);
        } catch (TimeoutException e) {
            return Optional.of(name + " did not come up within " + PoolOptions.setting(PoolOptions.PATIENCE, patience)
                    + "; " + quoteErrors());
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed exceptionally", e);
        }
    }

    @Override
    public void send(Frame frame) {
        writer.send(frame);
    }

    @Override
    public void retire() {
        retired = true;
        writer.close();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }

    /** What it says of a task's beginning is in the pipe before, and the pipe outlives it. */
    @Override
    public boolean tellsBeginnings() {
        return true;
    }

    /** Whether it ended before it said hello because somebody else sent it a signal. */
    boolean cutShort() {
        return ended && !wasReady() && !refused && SIGNALS.containsKey(process.exitValue());
    }

    /** Whatever is thrown here, the owner is told of the end, and so is who waits for the start. */
    private void listen() {
        String how = "ended";
        try {
            how = readToTheEnd();
        } finally {
            ended = true;
            connection.close();
            try {
                owner.ended(this, how);
            } finally {
                up.complete(how);
            }
        }
    }

    private String readToTheEnd() {
        String why = "";
        try {
            reader.forEach(this::receive);
        } catch (IOException | RuntimeException | Error e) {
            refused = true;
            process.destroyForcibly();
            why = "was killed because of " + TaskFailure.of(e).summary() + " and ";
        }
        ended = true;
        writer.close();
        return why + "ended with " + status(awaitExit()) + "; " + quoteErrors();
    }

    /** Ends it if a frame has been cut short for so long that its end will not come. */
    void endIfStalled() {
        if (reader.stalled(patience)) {
            connection.close(); // which the reader takes for a broken pipe
        }
    }

    private void receive(Frame frame) {
        switch (frame) {
            case Frame.Hello hello -> helloReceived(hello);
            case Frame.OfRun ofRun -> owner.received(this, ofRun);
            case Frame.AllowClasses allow -> throw new IllegalStateException("a worker does not send " + allow);
        }
    }

    private void helloReceived(Frame.Hello hello) {
        Duration startTime = Duration.ofNanos(System.nanoTime() - begun);
        if (hello.version() != FrameCodec.VERSION || hello.fingerprint() != fingerprint) {
            throw new IllegalStateException("other code than the parent's: it was rebuilt since the parent started");
        }
        if (hello.pid() != process.pid()) {
            throw new IllegalStateException("a hello from process " + hello.pid());
        }
        connection.settle();
        up.complete("");
        owner.ready(this, startTime);
    }

    /** Also sees to it that a worker that ends before it opened its pipes is noticed. */
    private void relayErrors() {
        errors.run();
        awaitExit();
        connection.settle();
    }

    private static String status(int status) {
        String signal = SIGNALS.get(status);
        return "exit status " + status + (signal == null ? "" : " (" + signal + ")");
    }

    private String quoteErrors() {
        if (ended) {
            boolean ignored = Join.of(relayingErrors, OUTPUT_LIMIT);
        }
        List<String> lines = errors.lastLines();
        return lines.isEmpty() ? "it wrote nothing to stderr" : "last on its stderr: " + String.join(" | ", lines);
    }

    /** Tells it to end and returns at once. One that has no task yet need not be asked. */
    void disconnect() {
        if (!wasReady()) {
            refused = true;
            process.destroyForcibly();
        }
        writer.close();
        connection.settle();
    }

    /**
     * Waits for it to end, and makes it end if it does not. Then its connection is gone, and so are its threads, but for
     * those that relay output which a child of the worker holds open.
     *
     * @param begun when all that are waited for one after the other were told to end, so that they share the limits
     */
    void awaitEnd(long begun) {
        if (!Join.of(reading, until(begun, END_LIMIT))) {
            process.destroyForcibly();
            if (!Join.of(reading, NOTICE_LIMIT)) {
                connection.close(); // somebody else holds the pipe's other end
                boolean ignored = Join.of(reading, NOTICE_LIMIT);
            }
        }
        others.forEach(thread -> Join.of(thread, until(begun, END_LIMIT.plus(OUTPUT_LIMIT))));
    }

    private static Duration until(long begun, Duration limit) {
        return limit.minusNanos(System.nanoTime() - begun);
    }

    /** Whether nothing is left of it to wait for. */
    boolean gone() {
        return ended && !reading.isAlive();
    }

    /** Called after the pipe's end was reached, on a thread that nobody interrupts. */
    private int awaitExit() {
        try {
            if (!process.waitFor(END_LIMIT)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a private thread was interrupted", e);
        }
    }
}
