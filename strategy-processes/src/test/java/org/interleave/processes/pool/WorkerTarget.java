package org.interleave.processes.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.interleave.core.Message;
import org.interleave.core.Task;
import org.interleave.processes.Tasks;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FuzzTarget;
import org.interleave.processes.wire.JavaSerialization;
import org.interleave.processes.wire.MessageBatch;
import org.interleave.processes.wire.ReaderTarget;
import org.interleave.processes.wire.TaskClassPath;
import org.interleave.processes.wire.Transport;
import org.interleave.processes.wire.WorkerConnection;
import org.jspecify.annotations.Nullable;

/**
 * A live worker, whose pipe the frames are put into. It either goes on or ends with one line that says why; when its pipe is
 * closed it ends. The next input is for the next worker then. Input that the reader of frames refuses has to end it.
 */
public final class WorkerTarget implements FuzzTarget {

    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final int RUN = 1;
    private static final int TASKS = 4;
    private static final int MOST_INPUTS = 50;
    private static final int MOST_LINES = 1;

    private static final List<byte[]> SAMPLES = List.of(
                    new Frame.RunTask(RUN, 0, TASKS, false, TaskClassPath.NONE, task(Tasks.answer("a"))),
                    new Frame.RunTask(
                            RUN,
                            1,
                            TASKS,
                            true,
                            new TaskClassPath(true, List.of("file:/nowhere/")),
                            task(new Tasks.Receiver(1, 3))),
                    new Frame.RunTask(
                            RUN + 1, 2, TASKS, false, TaskClassPath.NONE, ByteBuffer.wrap(new byte[] {1, 2, 3})),
                    new Frame.Reclaim(RUN, 1),
                    new Frame.Stop(RUN, 1, true),
                    new Frame.Post(RUN, 1, 3, MessageBatch.of(Message.of(0), Message.of(1))),
                    new Frame.Credit(RUN, 1, 0, 4),
                    new Frame.InboxClosed(RUN, 3))
            .stream()
            .map(ReaderTarget::encoded)
            .toList();

    private final ReaderTarget reader = new ReaderTarget();
    private final AtomicLong logged = new AtomicLong();
    private @Nullable Live worker;
    private int numbers;

    private static ByteBuffer task(Task<?> task) {
        return new JavaSerialization(Pools.DEPTH).encode(task);
    }

    /** A worker, and what it has said. */
    private final class Live {

        private final WorkerConnection connection = Transport.PIPE.create();
        private final Process process = WorkerCommand.start(
                WorkerCommand.flags(),
                connection,
                numbers++,
                new WorkerSetup(PoolOptions.FINGERPRINT, Codec.JAVA, Pools.DEPTH, Transport.PIPE, PATIENCE));

        @SuppressWarnings("JdkObsolete") // two threads append to it
        private final StringBuffer said = new StringBuffer();

        private final AtomicLong answered = new AtomicLong();
        private final List<Thread> threads = List.of(
                thread(() -> collect(process.getErrorStream())), thread(() -> collect(process.getInputStream())));
        private int inputs;

        Live() throws IOException {
            thread(this::drain);
            await().atMost(PATIENCE).until(() -> answered.get() > 0);
            connection.settle();
        }

        private static Thread thread(Runnable work) {
            return Thread.ofPlatform().daemon().start(work);
        }

        private void collect(InputStream stream) {
            byte[] bytes = new byte[4096];
            try {
                for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
                    logged.addAndGet(count);
                    if (said.length() < bytes.length) {
                        said.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException closed) {
                // with the process
            }
        }

        private void drain() {
            ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
            try {
                for (int count = connection.in().read(bytes);
                        count >= 0;
                        count = connection.in().read(bytes.clear())) {
                    answered.addAndGet(count);
                }
            } catch (IOException closed) {
                // by this side
            }
        }

        /** Whether it was still there to take it. */
        boolean take(byte[] input) throws IOException {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !process.isAlive() || connection.out().fits(input.length));
            if (process.isAlive()) {
                connection.out().writeNow(input, input.length);
            }
            inputs++;
            return process.isAlive();
        }

        /** Closes its pipe, and sees how it ends. */
        Verdict end() throws IOException, InterruptedException {
            connection.out().close();
            assertThat(process.waitFor(PATIENCE)).as("ends").isTrue();
            connection.close();
            for (Thread thread : threads) {
                thread.join();
            }
            int status = process.exitValue();
            String output = said.toString();
            assertThat(output.lines().count()).as(output).isLessThanOrEqualTo(MOST_LINES);
            if (status == 1) {
                assertThat(output).startsWith("the worker gives up: ");
                return Verdict.REFUSED;
            }
            assertThat(status).as("status, having said: " + output).isIn(0, SIGKILLED);
            return Verdict.TAKEN;
        }
    }

    /** So a worker ends whose pipe is closed while tasks run. */
    private static final int SIGKILLED = 137;

    @Override
    public String name() {
        return "live worker";
    }

    @Override
    public List<byte[]> samples() {
        return SAMPLES;
    }

    @Override
    public Verdict take(byte[] input) throws Exception {
        Live live = worker;
        if (live == null) {
            live = new Live();
            worker = live;
        }
        boolean malformed = reader.take(input) == Verdict.REFUSED;
        if (live.take(input) && !malformed && live.inputs < MOST_INPUTS) {
            return Verdict.TAKEN;
        }
        worker = null;
        Verdict verdict = live.end();
        assertThat(verdict == Verdict.REFUSED || !malformed)
                .as("malformed input refused")
                .isTrue();
        return verdict;
    }

    @Override
    public long logged() {
        return logged.get();
    }

    @Override
    public void close() throws Exception {
        Live live = worker;
        if (live != null) {
            live.end();
        }
        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThat(Pools.namesOf(ProcessHandle.current().pid())).isEmpty();
    }
}
