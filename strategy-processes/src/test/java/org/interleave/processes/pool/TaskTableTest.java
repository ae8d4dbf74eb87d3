package org.interleave.processes.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.interleave.core.Job;
import org.interleave.core.Task;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.processes.Tasks;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.TaskClassPath;
import org.junit.jupiter.api.Test;

/** What is overdue, by a clock that goes as the test wants. */
class TaskTableTest {

    private static final Duration LIMIT = Duration.ofMillis(300);

    private final AtomicLong now = new AtomicLong();
    private final FakeWorker worker = new FakeWorker();

    /** Knows whether it was killed. */
    private static final class FakeWorker implements Worker {

        private boolean killed;

        @Override
        public int number() {
            return 0;
        }

        @Override
        public String name() {
            return "worker";
        }

        @Override
        public List<String> flags() {
            return List.of();
        }

        @Override
        public boolean alive() {
            return !killed;
        }

        @Override
        public void send(Frame frame) {}

        @Override
        public void retire() {}

        @Override
        public void kill() {
            killed = true;
        }
    }

    /** Of a run in which the worker was sent all tasks. */
    private TaskTable table(List<Task<String>> tasks) {
        Run<String> run = new Run<>(Job.of(tasks), Cells.UNPROTECTED);
        PoolSettings settings = new PoolSettings(
                1,
                tasks.size(),
                TaskQuota.UNLIMITED,
                0,
                LIMIT,
                Optional.empty(),
                Codec.JAVA.open(Pools.DEPTH),
                Pools.DEPTH);
        TaskTable table = new TaskTable(1, run.tasks(), settings, new TaskQuota(TaskQuota.UNLIMITED), now::get);
        table.join(worker);
        Handover handover = table.next().orElseThrow();
        for (int task : handover.tasks()) {
            table.send(
                    handover.worker(),
                    new Frame.RunTask(1, task, tasks.size(), false, TaskClassPath.NONE, ByteBuffer.allocate(0)));
        }
        table.done(handover);
        return table;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static Task<String> hog(boolean daemon) {
        return new Tasks.Hog(Path.of("nowhere").toString(), daemon);
    }

    @Test
    void workerOfATaskThatHasRunForTooLongIsKilled() {
        TaskTable table = table(List.of(hog(false)));
        table.begun(table.worker(0).orElseThrow(), 0);
        pass(LIMIT);
        table.killOverdue();
        assertThat(worker.killed).isFalse();
        pass(Duration.ofNanos(1));
        table.killOverdue();
        assertThat(worker.killed).isTrue();
        assertThat(table.lost(worker).orElseThrow().worker().overdueTask).isZero();
    }

    @Test
    void daemonMayRunForAsLongAsOthers() {
        TaskTable table = table(List.of(hog(true), Tasks.answer("a"), Tasks.answer("b")));
        WorkerState state = table.worker(0).orElseThrow();
        table.begun(state, 0);
        for (int task = 1; task <= 2; task++) {
            table.begun(state, task);
            pass(LIMIT);
            table.killOverdue();
            table.ended(state, task, 0);
        }
        assertThat(worker.killed).isFalse();
    }

    @Test
    void workerThatBeginsNothingIsKilled() {
        TaskTable table = table(List.of(Tasks.answer("a")));
        pass(LIMIT.plusNanos(1));
        table.killOverdue();
        assertThat(worker.killed).isTrue();
        assertThat(table.lost(worker).orElseThrow().worker().fate).contains("did nothing for longer than");
    }
}
