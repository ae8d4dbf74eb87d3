package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunTest {

    private static final String WORKER = "worker";

    /** Does nothing: the test says when it is done. */
    private record IdleTask(boolean daemon) implements Task<String> {

        private static final long serialVersionUID = 1;

        @Override
        public Step<String> advance(Turn turn) {
            return Step.ready();
        }
    }

    private final List<Integer> woken = new ArrayList<>();

    private static Run<String> run(boolean... daemons) {
        List<IdleTask> tasks = new ArrayList<>();
        for (boolean daemon : daemons) {
            tasks.add(new IdleTask(daemon));
        }
        return new Run<>(Job.of(tasks), Cells.UNPROTECTED);
    }

    private void remember(TaskRun<String> task) {
        woken.add(task.index());
    }

    private static Stream<Boolean> stopping(Run<String> run) {
        return run.tasks().stream().map(TaskRun::stopping);
    }

    @Test
    void completionsComeInTheOrderOfSubmission() throws InterruptedException {
        Run<String> run = run(false, false, false);
        run.tasks().get(2).succeed(WORKER, "third");
        run.tasks().get(0).fail(WORKER, new IllegalStateException("first"));
        assertThat(run.done()).isFalse();
        run.tasks().get(1).cancel(WORKER);
        assertThat(run.done()).isTrue();
        List<Completion<String>> completions = run.await();
        assertThat(completions).extracting(Completion::task).containsExactly(0, 1, 2);
        assertThat(completions.get(0))
                .isInstanceOfSatisfying(
                        Completion.Failed.class,
                        failed -> assertThat(failed.failure().summary())
                                .isEqualTo("java.lang.IllegalStateException: first"));
        assertThat(completions.get(1)).isEqualTo(new Completion.Cancelled<String>(1, WORKER));
        assertThat(completions.get(2)).isEqualTo(new Completion.Succeeded<>(2, WORKER, "third"));
    }

    @Test
    void secondCompletionIsRefusedAndTheFirstStands() throws InterruptedException {
        Run<String> run = run(false, false);
        TaskRun<String> task = run.tasks().getFirst();
        task.succeed(WORKER, "first");
        assertThatThrownBy(() -> task.succeed(WORKER, "second"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("task 0");
        assertThat(run.done()).as("done though one task is not").isFalse();
        run.tasks().get(1).succeed(WORKER, "other");
        assertThat(run.outcome(Map::of).results()).containsExactly("first", "other");
    }

    @Test
    void runOfNoTasksIsDone() throws InterruptedException {
        Run<String> run = run();
        assertThat(run.done()).isTrue();
        assertThat(run.await()).isEmpty();
    }

    @Test
    void daemonsStopWhenAllOthersAreDone() {
        Run<String> run = run(true, false, false, true);
        run.onStop(this::remember);
        run.tasks().get(1).succeed(WORKER, "");
        assertThat(stopping(run)).containsOnly(false);
        assertThat(woken).isEmpty();
        run.tasks().get(2).fail(WORKER, new IllegalStateException());
        assertThat(stopping(run)).containsExactly(true, false, false, true);
        assertThat(run.cancelled()).isFalse();
        assertThat(woken).containsExactly(0, 3);
    }

    @Test
    void daemonsThatAreDoneStopNobody() {
        Run<String> run = run(true, false);
        run.onStop(this::remember);
        run.tasks().get(0).succeed(WORKER, "");
        assertThat(stopping(run)).containsExactly(false, false);
        run.tasks().get(1).succeed(WORKER, "");
        assertThat(woken).as("woken though done").isEmpty();
        assertThat(run.done()).isTrue();
    }

    @Test
    void daemonsAmongThemselvesStopAtOnce() {
        Run<String> run = run(true, true);
        run.onStop(this::remember);
        assertThat(stopping(run)).containsExactly(true, true);
        assertThat(woken).containsExactly(0, 1);
    }

    @Test
    void cancellingWakesAllThatAreNotDone() {
        Run<String> run = run(false, false, true);
        run.onStop(this::remember);
        run.tasks().get(0).succeed(WORKER, "");
        run.cancel();
        assertThat(run.cancelled()).isTrue();
        assertThat(run.tasks()).allMatch(TaskRun::cancelled);
        assertThat(woken).containsExactly(1, 2);
    }

    @Test
    void whoAsksToBeToldAfterCancellingIsToldAtOnce() {
        Run<String> run = run(false, true);
        run.cancel();
        run.onStop(this::remember);
        assertThat(woken).containsExactly(0, 1);
    }

    @Test
    void interruptedCallerWaitsForTheTasksToEnd() throws Exception {
        Run<String> run = run(false);
        FutureTask<Boolean> waiting = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(run::await).isInstanceOf(InterruptedException.class);
            return run.done() && !Thread.currentThread().isInterrupted();
        });
        run.onStop(task -> task.cancel(WORKER));
        Thread.ofPlatform().daemon().start(waiting);
        assertThat(waiting.get(30, TimeUnit.SECONDS))
                .as("all done, and the interrupt cleared")
                .isTrue();
        assertThat(run.cancelled()).isTrue();
    }

    @Test
    void cellsAreMadeForTheJobAndReadAtTheEnd() throws InterruptedException {
        Run<String> run = new Run<>(new Job<>(List.of(new IdleTask(false)), 2), new Cells(PlainCell::new, true));
        TaskRun<String> task = run.tasks().getFirst();
        task.cell(1).store(0, 7);
        assertThatThrownBy(() -> task.cell(2)).isInstanceOf(IndexOutOfBoundsException.class);
        task.succeed(WORKER, "");
        Outcome<String> outcome = run.outcome(() -> Map.of("switches", Metric.count(3)));
        assertThat(outcome.cells()).containsExactly(0L, 7L);
        assertThat(outcome.exactCells()).isTrue();
        assertThat(outcome.metrics()).containsOnly(Map.entry("switches", Metric.count(3)));
    }

    @Test
    void turnBringsItsTicksAndOneMessage() throws Exception {
        List<String> seen = new ArrayList<>();
        Task<String> task = new Task<>() {
            private static final long serialVersionUID = 1;

            @Override
            public Step<String> advance(Turn turn) {
                String message;
                try {
                    message = Long.toString(turn.message().asLong());
                } catch (IllegalStateException none) {
                    message = "none";
                }
                seen.add(turn.ticks() + " " + message);
                return Step.sleep(Duration.ZERO);
            }
        };
        TaskRun<String> run =
                new Run<>(Job.of(List.of(task)), Cells.UNPROTECTED).tasks().getFirst();
        run.resume(100);
        run.deliver(Message.of(5));
        assertThat(run.resume(1)).isEqualTo(new Step.Sleep<String>(Duration.ZERO));
        run.resume(7);
        assertThat(seen).containsExactly("100 none", "1 5", "7 none");
    }
}
