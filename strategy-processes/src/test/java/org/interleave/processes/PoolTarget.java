package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Metric;
import org.interleave.core.Task;
import org.interleave.core.TaskFailure;
import org.interleave.processes.pool.Pools;
import org.interleave.processes.pool.ProcessPool;
import org.interleave.processes.pool.Worker;
import org.interleave.processes.pool.WorkerSource;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameReader;
import org.interleave.processes.wire.FuzzTarget;
import org.interleave.processes.wire.JavaSerialization;
import org.interleave.processes.wire.MessageBatch;
import org.interleave.processes.wire.ReaderTarget;

/**
 * A pool with two workers that are threads of the test: one does what it is told, the other answers its first task with the
 * input, and is ended by the first frame that is malformed or makes no sense, or with the last. Each input is a run.
 */
final class PoolTarget implements FuzzTarget {

    private static final int TASKS = 6;

    private final JavaSerialization codec = new JavaSerialization(Pools.DEPTH);
    private final Execution execution = ProcessPool.open(Pools.settings(2), Source::new);
    private volatile byte[] input = {};
    private volatile boolean refused;
    private int runs;

    /** Both workers, of which the one that has ended is replaced before the next run. */
    private final class Source implements WorkerSource {

        private final Worker.Owner owner;
        private final List<Pretender> workers = new CopyOnWriteArrayList<>();
        private int numbers;

        Source(Worker.Owner owner) {
            this.owner = owner;
        }

        @Override
        public void fill() {
            workers.removeIf(worker -> !worker.alive());
            if (workers.stream().noneMatch(worker -> worker.honest)) {
                add(true);
            }
            if (workers.stream().allMatch(worker -> worker.honest)) {
                add(false);
            }
        }

        private void add(boolean honest) {
            Pretender worker = new Pretender(owner, numbers++, honest);
            workers.add(worker);
            owner.ready(worker, Duration.ZERO);
        }

        @Override
        public List<Worker> all() {
            return List.copyOf(workers);
        }

        @Override
        public boolean anyLeft() {
            return workers.stream().anyMatch(Pretender::alive);
        }

        @Override
        public void endStalled() {}

        @Override
        public Map<String, Metric> metrics() {
            return Map.of();
        }

        @Override
        public void close() {
            workers.forEach(Pretender::kill);
        }
    }

    /** Reads what it is sent on a thread of its own, and says what it says there. */
    private final class Pretender implements Worker {

        private final Owner owner;
        private final int number;
        private final boolean honest;
        private final BlockingQueue<Frame> sent = new LinkedBlockingQueue<>();
        private final Thread thread;
        private volatile boolean ended;
        private int run; // of the thread
        private int received; // of the thread

        Pretender(Owner owner, int number, boolean honest) {
            this.owner = owner;
            this.number = number;
            this.honest = honest;
            thread = Thread.ofPlatform().daemon().name(name()).start(this::work);
        }

        private void work() {
            String how = "ended with exit status 0";
            try {
                for (boolean goesOn = true; goesOn; ) {
                    goesOn = answer(sent.take());
                }
            } catch (InterruptedException e) {
                // by kill
            } catch (IOException | RuntimeException | Error e) {
                how = "was killed because of " + TaskFailure.of(e).summary();
                refused = true;
            }
            ended = true;
            owner.ended(this, how);
        }

        /** Says whether it goes on after that. */
        private boolean answer(Frame frame) throws IOException {
            if (frame instanceof Frame.RunTask task) {
                if (!honest) {
                    new FrameReader(Channels.newChannel(new ByteArrayInputStream(input))).forEach(this::say);
                    return false;
                }
                received = task.run() == run ? received + 1 : 1;
                run = task.run();
                say(new Frame.Begun(run, task.task()));
                say(new Frame.Completed(run, task.task(), 1, 1, 1, codec.encode("done")));
                say(new Frame.RequestTasks(run, received));
            } else if (frame instanceof Frame.Reclaim reclaim) {
                say(new Frame.Reclaimed(reclaim.run(), List.of()));
            }
            return true;
        }

        private void say(Frame frame) {
            if (frame instanceof Frame.OfRun ofRun) {
                owner.received(this, ofRun);
            } else {
                throw new IllegalStateException("a worker does not send " + frame);
            }
        }

        @Override
        public int number() {
            return number;
        }

        @Override
        public String name() {
            return "worker-" + number + (honest ? "" : " (the fuzzer's)");
        }

        @Override
        public List<String> flags() {
            return List.of();
        }

        @Override
        public boolean alive() {
            return !ended;
        }

        @Override
        public void send(Frame frame) {
            sent.add(frame);
        }

        @Override
        public void retire() {
            kill();
        }

        @Override
        public void kill() {
            thread.interrupt();
        }
    }

    @Override
    public String name() {
        return "pool with a fake worker";
    }

    /** Of the run that comes next. */
    @Override
    public List<byte[]> samples() {
        int run = runs + 1;
        return List.of(
                        new Frame.RequestTasks(run, 1),
                        new Frame.Begun(run, 0),
                        new Frame.Begun(run, 1),
                        new Frame.Reclaimed(run, List.of(1, 2)),
                        new Frame.Post(run, 1, 0, MessageBatch.of(Message.of(4))),
                        new Frame.Credit(run, 1, 0, 4),
                        new Frame.Completed(run, 0, 1, 1, 1, codec.encode("answer")),
                        new Frame.Completed(run, 1, 1, 1, 1, codec.encode(new ArrayList<>(List.of("answer", "b")))),
                        new Frame.Failed(run, 1, new TaskFailure("type", "message", "cause", "trace")),
                        new Frame.Cancelled(run, 1))
                .stream()
                .map(ReaderTarget::encoded)
                .toList();
    }

    @Override
    public Verdict take(byte[] bytes) throws InterruptedException {
        input = bytes;
        refused = false;
        runs++;
        List<Task<String>> tasks = IntStream.range(0, TASKS)
                .mapToObj(index -> Tasks.answer(Integer.toString(index)))
                .toList();
        List<Completion<String>> completions = execution.run(Job.of(tasks)).completions();
        assertThat(completions).hasSize(TASKS);
        for (int task = 0; task < TASKS; task++) {
            assertThat(completions.get(task).task()).isEqualTo(task);
        }
        return refused ? Verdict.REFUSED : Verdict.TAKEN;
    }

    @Override
    public long logged() {
        return 0;
    }

    @Override
    public void close() {
        execution.close();
    }
}
