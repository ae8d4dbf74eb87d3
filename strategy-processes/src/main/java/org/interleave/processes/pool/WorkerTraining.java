package org.interleave.processes.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameReader;
import org.interleave.processes.wire.FrameWriter;
import org.interleave.processes.wire.JavaSerialization;
import org.interleave.processes.wire.TaskClassPath;
import org.interleave.processes.wire.Transport;
import org.interleave.processes.wire.WorkerConnection;

/**
 * The training run of a worker: it is given two small tasks and ends. It writes down what it has loaded, for a {@link
 * WorkerArchive}. Every worker that starts from that loads all of it at once, so this is a worker and nothing else: what its
 * parent needs, such as the machinery of foreign functions, would make each of them slower.
 */
final class WorkerTraining {

    private static final int RUN = 1;

    /** The time that it may take, in seconds. It takes about one. */
    private static final int LIMIT = 20;

    /** As most users write them: one that keeps what it needs, and a lambda. */
    private static final List<Task<String>> TASKS = List.of(new SendsItself(), turn -> Step.done("done"));

    private final WorkerConnection connection;
    private final FrameWriter worker;
    private boolean complete;

    private WorkerTraining(WorkerConnection connection) {
        this.connection = connection;
        worker = new FrameWriter(connection.out());
    }

    /** Trains one worker, waits until it has ended, and says whether all went well. */
    static boolean run(Path archive) throws IOException {
        try (WorkerConnection connection = Transport.PIPE.create()) {
            Process process = WorkerCommand.train(archive, connection);
            process.onExit().thenRun(connection::settle); // so that reading ends even if it never came up
            process.onExit().copy().orTimeout(LIMIT, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
            WorkerTraining training = new WorkerTraining(connection);
            try {
                training.converse();
            } finally {
                process.onExit().join();
            }
            return training.complete && process.exitValue() == 0;
        }
    }

    private void converse() throws IOException {
        Thread.ofPlatform().name("to worker in training").daemon().start(worker);
        try {
            new FrameReader(connection.in()).forEach(this::received);
        } finally {
            worker.close();
        }
    }

    private void received(Frame frame) {
        switch (frame) {
            case Frame.Hello hello -> {
                connection.settle();
                give(0);
            }
            case Frame.Post post -> worker.send(post);
            case Frame.Completed completed -> give(completed.task() + 1);
            case Frame.Failed failed -> worker.close();
            default -> {} // asks for more
        }
    }

    private void give(int task) {
        if (task == TASKS.size()) {
            complete = true;
            worker.close();
        } else {
            worker.send(new Frame.RunTask(
                    RUN,
                    task,
                    TASKS.size(),
                    false,
                    TaskClassPath.NONE,
                    new JavaSerialization(JavaSerialization.SHALLOW).encode(TASKS.get(task))));
        }
    }

    private static final class SendsItself implements Task<String> {

        private static final long serialVersionUID = 1;

        private int turns;

        @Override
        public Step<String> advance(Turn turn) {
            turns++;
            return switch (turns) {
                case 1 -> Step.send(new Port.Inbox(0), Message.of(turns));
                case 2 -> Step.receive(new Port.Inbox(0));
                default -> Step.done(turn.message().toString());
            };
        }
    }
}
