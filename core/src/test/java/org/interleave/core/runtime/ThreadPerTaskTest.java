package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.interleave.core.Completion;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class ThreadPerTaskTest {

    private static final List<Task<Long>> TWO = List.of(turn -> Step.done(0L), turn -> Step.done(0L));

    /** Tasks that are where no interrupt reaches them: only the loop is told. */
    private static final class OutOfReach implements TaskLoop {

        private final CountDownLatch running = new CountDownLatch(TWO.size());
        private final CountDownLatch told = new CountDownLatch(TWO.size());
        private final Set<Integer> tasks = ConcurrentHashMap.newKeySet();

        @Override
        public <R extends Serializable> void run(TaskRun<R> task, String worker) {
            running.countDown();
            while (told.getCount() > 0) {
                Thread.onSpinWait();
            }
            task.cancel(worker);
        }

        @Override
        public void shouldStop(TaskRun<?> task) {
            if (tasks.add(task.index())) {
                told.countDown();
            }
        }
    }

    @Test
    void aLoopIsToldWhichTasksShouldStop() throws Exception {
        OutOfReach loop = new OutOfReach();
        try (ExecutorService caller = Executors.newSingleThreadExecutor();
                ThreadPerTask execution = new ThreadPerTask(() -> new RunSetup(inboxes -> loop, Map::of))) {
            Future<Outcome<Long>> outcome = caller.submit(() -> execution.run(Job.of(TWO)));
            loop.running.await();
            execution.cancel();

            assertThat(outcome.get().completions()).hasOnlyElementsOfType(Completion.Cancelled.class);
            assertThat(loop.tasks).containsExactlyInAnyOrder(0, 1);
        }
    }

    /** Its thread goes on for a while after a task has completed. */
    private static final class Lingering implements TaskLoop {

        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public <R extends Serializable> void run(TaskRun<R> task, String worker) {
            task.cancel(worker);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            ended.set(true);
        }
    }

    @Test
    void theEndIsToldWhenAllThreadsHaveEnded() throws Exception {
        Lingering loop = new Lingering();
        AtomicBoolean endedBefore = new AtomicBoolean();
        Runnable ended = () -> endedBefore.set(loop.ended.get());
        try (ThreadPerTask execution = new ThreadPerTask(() -> new RunSetup(inboxes -> loop, Map::of, ended))) {
            execution.run(Job.of(List.of(TWO.getFirst())));
        }
        assertThat(endedBefore).isTrue();
    }

    @Test
    void whatASetupTakesToStartIsAddedToAThreadsOwn() throws Exception {
        Map<String, Metric> making = Map.of(Metric.WORKER_START, new Metric(1_000, "s"));
        RunSetup plain = RunSetup.unguarded();
        try (ThreadPerTask execution = new ThreadPerTask(() -> new RunSetup(plain.loop(), () -> making))) {
            Metric start = execution.run(Job.of(TWO)).metrics().get(Metric.WORKER_START);

            assertThat(Objects.requireNonNull(start).value()).isBetween(1_000.0, 1_060.0);
            assertThat(start.unit()).isEqualTo("s");
        }
    }
}
