package org.interleave.processes.worker;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.interleave.core.TaskFailure;
import org.interleave.processes.wire.AllowList;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.DeepCodec;
import org.interleave.processes.wire.Fingerprint;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameCodec;
import org.interleave.processes.wire.FrameReader;
import org.interleave.processes.wire.FrameWriter;
import org.interleave.processes.wire.JavaSerialization;
import org.interleave.processes.wire.PayloadCodec;
import org.interleave.processes.wire.WorkerConnection;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A worker process. Its main thread reads what the parent says and never waits for anything else, so that the end of the
 * pipe, which is the end of the parent or its order to end, stops the process at once whatever its tasks do.
 *
 * <p>Ctrl-C at a terminal reaches the workers too. It is for the parent to decide what becomes of them, so they ignore
 * it. The JVM's option {@code -Xrs} would not do: with it the signal kills.
 */
public final class WorkerMain {

    /** How long a thread that has no task is kept. */
    private static final long IDLE_SECONDS = 1;

    private final int worker;
    private final FrameWriter parent;
    private final InterpreterLock interpreter = new InterpreterLock();
    private final TaskLoaders loaders;
    private final Executor threads = threads();
    private final Codec codec;
    private final int objectDepth;
    private @Nullable PayloadCodec opened; // of the main thread
    private @Nullable WorkerRun current; // of the main thread

    private WorkerMain(int worker, FrameWriter parent, Codec codec, int objectDepth, TaskLoaders loaders) {
        this.worker = worker;
        this.parent = parent;
        this.codec = codec;
        this.objectDepth = objectDepth;
        this.loaders = loaders;
    }

    /** A thread for each task that has begun, one that has just become free if there is one. */
    private static Executor threads() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> thread("task", work));
    }

    /**
     * Runs a worker.
     *
     * @param args its number, the name of its codec, how deeply objects may be nested, the class path of
     *     its tasks, and the address of its connection
     */
    public static void main(String[] args) {
        try {
            Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
            WorkerConnection connection =
                    WorkerConnection.join(Arrays.asList(args).subList(4, args.length));
            FrameWriter parent = new FrameWriter(connection.out());
            WorkerMain worker = new WorkerMain(
                    Integer.parseInt(args[0]),
                    parent,
                    Codec.named(args[1]),
                    Integer.parseInt(args[2]),
                    new TaskLoaders(args[3]));
            serve(connection, parent, worker);
            worker.killIfBusy();
        } catch (IOException | RuntimeException | Error e) {
            giveUp(e);
        }
        Runtime.getRuntime().halt(0);
    }

    /** A thread without which the worker cannot do its part: what it throws, tasks' exceptions aside, ends the worker. */
    static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform()
                .name(name)
                .daemon()
                .uncaughtExceptionHandler((thread, thrown) -> giveUp(thrown))
                .unstarted(work);
    }

    private static void giveUp(Throwable thrown) {
        System.err.println("the worker gives up: " + TaskFailure.of(thrown).summary());
        Runtime.getRuntime().halt(1);
    }

    private static void serve(WorkerConnection connection, FrameWriter parent, WorkerMain worker) throws IOException {
        thread("to-parent", parent).start();
        parent.send(new Frame.Hello(
                FrameCodec.VERSION, Fingerprint.take(), ProcessHandle.current().pid()));
        new FrameReader(connection.in()).forEach(worker::receive);
    }

    /**
     * A JVM that ends waits for all threads to come to a safepoint, which native code that a task has called as critical may
     * never do. A signal does not wait.
     */
    private void killIfBusy() {
        WorkerRun run = current;
        if (run != null && run.busy()) {
            RaiseSignal.kill();
        }
    }

    private void receive(Frame frame) {
        switch (frame) {
            case Frame.RunTask task -> runOf(task).take(task.task(), new ShippedTask(task, opened(), loaders));
            case Frame.OfRun other -> {
                WorkerRun run = current;
                if (run != null && run.id() == other.run()) {
                    receive(run, other);
                }
            }
            case Frame.AllowClasses allow ->
                opened = new DeepCodec(
                        new JavaSerialization(AllowList.ofNode(allow.classes()), objectDepth), objectDepth);
            case Frame.Hello hello -> throw new IllegalStateException("the parent does not say hello");
        }
    }

    /** The codec, which is opened for the first task: while others start, their start has the processors. */
    private PayloadCodec opened() {
        PayloadCodec ready = opened;
        if (ready == null) {
            ready = new DeepCodec(codec.open(objectDepth), objectDepth);
            opened = ready;
        }
        return ready;
    }

    /** The run that a task belongs to. With a new run's first task the one before is over. */
    private WorkerRun runOf(Frame.RunTask task) {
        WorkerRun run = current;
        if (run == null || run.id() != task.run()) {
            run = new WorkerRun(task.run(), task.tasks(), worker, parent, interpreter, threads);
            current = run;
        }
        return run;
    }

    private static void receive(WorkerRun run, Frame.OfRun frame) {
        switch (frame) {
            case Frame.Post post -> run.inbox(post.inbox()).arrived(post);
            case Frame.Credit credit -> run.inbox(credit.inbox()).credit(credit.count());
            case Frame.Stop stop -> run.stop(stop);
            case Frame.Reclaim reclaim -> run.reclaim(reclaim.count());
            case Frame.InboxClosed closed -> run.inbox(closed.inbox()).close();
            default -> throw new IllegalStateException("the parent does not send " + frame);
        }
    }
}
