package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RunTest {

    private static final Task<Long> FOREGROUND = turn -> Step.done(1L);

    private static final Task<Long> DAEMON = new Task<>() {
        @Override
        public Step<Long> advance(Turn turn) {
            return turn.stopping() ? Step.done(0L) : Step.ready();
        }

        @Override
        public boolean daemon() {
            return true;
        }
    };

    private static Run<Long> run(List<Task<Long>> tasks) {
        return new Run<>(new Job<>(tasks, 1), PlainCell::new);
    }

    @Test
    void completionsComeInTheOrderOfSubmission() throws InterruptedException {
        Run<Long> run = run(List.of(FOREGROUND, FOREGROUND, FOREGROUND));
        run.tasks().get(2).succeed("c", 3L);
        run.tasks().get(0).fail("a", new IllegalStateException("no"));
        assertThat(run.done()).isFalse();
        run.tasks().get(1).cancel("b");

        assertThat(run.done()).isTrue();
        List<Completion<Long>> completions = run.await();
        assertThat(completions).extracting(Completion::task).containsExactly(0, 1, 2);
        assertThat(completions).extracting(Completion::worker).containsExactly("a", "b", "c");
        assertThat(completions.get(0))
                .isInstanceOfSatisfying(
                        Completion.Failed.class,
                        failed -> assertThat(failed.failure().summary())
                                .isEqualTo("java.lang.IllegalStateException: no"));
    }

    @Test
    void completingTwiceIsRefused() {
        Run<Long> run = run(List.of(FOREGROUND));
        run.tasks().getFirst().succeed("a", 1L);
        assertThatThrownBy(() -> run.tasks().getFirst().succeed("a", 1L)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void daemonsStopOnceTheOthersAreDone() {
        Run<Long> run = run(List.of(FOREGROUND, DAEMON, FOREGROUND));
        List<Integer> woken = new ArrayList<>();
        run.onStop(task -> woken.add(task.index()));
        run.tasks().get(0).succeed("a", 1L);
        assertThat(run.tasks().get(1).stopping()).isFalse();
        assertThat(woken).isEmpty();

        run.tasks().get(2).fail("a", new IllegalStateException("no"));

        assertThat(run.tasks().get(1).stopping()).isTrue();
        assertThat(run.tasks().get(1).cancelled()).isFalse();
        assertThat(woken).containsExactly(1);
    }

    @Test
    void daemonsAloneStopAtOnce() {
        Run<Long> run = run(List.of(DAEMON, DAEMON));
        List<Integer> woken = new ArrayList<>();
        run.onStop(task -> woken.add(task.index()));
        assertThat(woken).containsExactly(0, 1);
    }

    @Test
    void cancellingWakesThoseThatAreNotDoneAlsoIfItCameFirst() {
        Run<Long> run = run(List.of(FOREGROUND, DAEMON, FOREGROUND));
        run.tasks().get(0).succeed("a", 1L);
        run.cancel();
        List<Integer> woken = new ArrayList<>();
        run.onStop(task -> woken.add(task.index()));
        assertThat(woken).containsExactly(1, 2);
        run.cancel();
        assertThat(woken).containsExactly(1, 2, 1, 2);
    }

    @Test
    void anInterruptCancelsWaitsForTheTasksAndIsThrown() throws InterruptedException {
        Run<Long> run = run(List.of(FOREGROUND));
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                run.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        waiting.interrupt();
        await().until(run::cancelled);
        assertThat(waiting.isAlive()).isTrue();
        run.tasks().getFirst().cancel("a");
        waiting.join();
        assertThat(interrupted).isTrue();
    }

    @Test
    void theOutcomeHoldsWhatTheCellsHold() throws InterruptedException {
        Run<Long> run = run(List.of(FOREGROUND));
        run.tasks().getFirst().cell(0).store(0, 42);
        assertThatThrownBy(() -> run.tasks().getFirst().cell(1)).isInstanceOf(IndexOutOfBoundsException.class);
        run.tasks().getFirst().succeed("a", 1L);
        Outcome<Long> outcome = run.outcome(true, () -> Map.of("m", Metric.count(3)));
        assertThat(outcome.cells()).containsExactly(42L);
        assertThat(outcome.exactCells()).isTrue();
        assertThat(outcome.results()).containsExactly(1L);
        assertThat(outcome.metrics()).containsEntry("m", Metric.count(3));
    }

    @Test
    void resultsNameTheTaskThatHasNone() {
        Completion<Long> failed =
                new Completion.Failed<>(0, "a", TaskFailure.of(new IllegalStateException("out of paper")));
        Outcome<Long> outcome = new Outcome<>(List.of(failed), List.of(), false, Map.of());
        assertThatThrownBy(outcome::results)
                .isInstanceOf(WrongResultException.class)
                .hasMessage("task 0 failed: java.lang.IllegalStateException: out of paper");
    }

    @Test
    void aTurnHasAMessageOnlyIfOneWasDelivered() throws Exception {
        Run<Long> run = run(List.of(turn -> Step.done(turn.message().asLong() + turn.ticks())));
        TaskRun<Long> task = run.tasks().getFirst();
        assertThatThrownBy(() -> task.resume(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("task 0");
        task.deliver(Message.of(40));
        assertThat(task.resume(2)).isEqualTo(Step.done(42L));
        assertThatThrownBy(() -> task.resume(1)).isInstanceOf(IllegalStateException.class);
    }
}
