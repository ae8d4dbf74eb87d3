package org.interleave.processes;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/**
 * A process that is a worker and its own parent, and gives itself one small task. What it has loaded when it ends is what
 * a worker needs; {@link WorkerArchive} keeps it.
 */
final class WorkerTraining {

    private WorkerTraining() {}

    /** Says hello to itself, runs a task that sends itself a message, and ends. */
    public static void main(String[] args) throws IOException {
        NamedPipes pipes = NamedPipes.create();
        FrameWriter worker = new FrameWriter(pipes.out());
        WorkerMain.thread("to", worker).start();
        String[] arguments = Stream.concat(Stream.of("0", Codec.JAVA.text(), ""), pipes.address().stream())
                .toArray(String[]::new);
        WorkerMain.thread("worker", () -> WorkerMain.main(arguments)).start();
        new FrameReader(pipes.in()).forEach(frame -> received(frame, pipes, worker));
    }

    private static void received(Frame frame, NamedPipes pipes, FrameWriter worker) {
        switch (frame) {
            case Frame.Hello hello -> {
                pipes.settle();
                worker.send(new Frame.RunTask(
                        1, 0, 1, false, List.of(), new JavaSerialization().encode(new SendsItself())));
            }
            case Frame.Post post -> worker.send(post);
            case Frame.Completed completed -> System.exit(0);
            case Frame.Failed failed ->
                throw new IllegalStateException(failed.failure().trace());
            default -> {} // asks for more
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
