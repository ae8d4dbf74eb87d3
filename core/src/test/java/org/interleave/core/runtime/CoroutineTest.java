package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.DirectBody;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies in direct style that are resumed as other tasks are. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoroutineTest {

    private static final String WORKER = "worker";
    private static final Port OWN = new Port.Inbox(0);

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();

    /** The run of tasks of which every body is known by its thread. */
    private Run<Long> run(List<DirectBody<Long>> bodies) {
        List<Task<Long>> tasks = bodies.stream()
                .map(body -> Task.<Long>direct(steps -> {
                    threads.add(Thread.currentThread());
                    return body.run(steps);
                }))
                .toList();
        return new Run<>(new Job<>(tasks, 1), Cells.UNPROTECTED);
    }

    private TaskRun<Long> task(DirectBody<Long> body) {
        return run(List.of(body)).tasks().getFirst();
    }

    private void assertNothingIsLeft() {
        await().atMost(Beside.PATIENCE).until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void callsComeOutAsStepsAndReturnWhatTheStrategyBrings() throws Exception {
        Message brought = Message.of(5);
        TaskRun<Long> task = task(steps -> {
            steps.sleep(Duration.ofMillis(3));
            steps.send(OWN, brought);
            long sum = steps.receive(OWN) instanceof Arrival.Received received
                    ? received.message().asLong()
                    : 0;
            notes.add(steps.receive(OWN, Duration.ZERO).toString());
            notes.add(steps.receive(OWN, Duration.ofMillis(1)).toString());
            sum += steps.call(() -> Message.of(1)).asLong();
            steps.cell(0).store(0, sum);
            return sum;
        });
        assertThat(task.resume(1)).isEqualTo(Step.sleep(Duration.ofMillis(3)));
        assertThat(task.resume(1)).isEqualTo(Step.send(OWN, brought));
        assertThat(task.resume(1)).isEqualTo(Step.receive(OWN));
        task.deliver(brought);
        assertThat(task.resume(1)).isEqualTo(Step.receive(OWN, Duration.ZERO));
        task.deliver(Arrival.timedOut());
        assertThat(task.resume(1)).isEqualTo(Step.receive(OWN, Duration.ofMillis(1)));
        assertThat(task.resume(1)).isInstanceOf(Step.Blocking.class);
        task.deliver(Message.of(37));
        assertThat(task.resume(1)).isEqualTo(Step.done(42L));
        assertThat(notes)
                .containsExactly(
                        Arrival.timedOut().toString(), Arrival.cutShort().toString());
        assertThat(task.cell(0).load()).isEqualTo(42);
        assertThat(threads).allMatch(Thread::isVirtual);
        assertNothingIsLeft();
    }

    @Test
    void aBodyGivesWayOnceItsTicksAreUsedUp() throws Exception {
        TaskRun<Long> task = task(steps -> {
            for (long worked = 1; worked <= 10; worked++) {
                steps.worked(1);
                notes.add(Long.toString(worked));
            }
            return 0L;
        });
        assertThat(task.resume(3)).isEqualTo(Step.ready());
        assertThat(notes).hasSize(2);
        assertThat(task.resume(5)).isEqualTo(Step.ready());
        assertThat(notes).hasSize(7);
        assertThat(task.resume(100)).isEqualTo(Step.done(0L));
    }

    @Test
    void aCallThatWasCutShortSaysSo() throws Exception {
        TaskRun<Long> task = task(steps -> {
            try {
                return steps.call(() -> Message.EMPTY).asLong();
            } catch (InterruptedException e) {
                return 7L;
            }
        });
        task.resume(1);
        assertThat(task.resume(1)).isEqualTo(Step.done(7L));
    }

    /** Two threads take turns at resuming; neither they nor the body synchronise otherwise. */
    @Test
    void whatOneTurnWroteHappensBeforeTheNext() throws Exception {
        int turns = 20_000;
        long[] count = new long[1];
        TaskRun<Long> task = task(steps -> {
            for (int turn = 0; turn < turns; turn++) {
                count[0]++;
                steps.worked(1);
            }
            return count[0];
        });
        List<ExecutorService> resumers =
                List.of(Executors.newSingleThreadExecutor(), Executors.newVirtualThreadPerTaskExecutor());
        for (int turn = 0; turn < turns; turn++) {
            Step<Long> step = resumers.get(turn % 2)
                    .submit(() -> {
                        count[0]++;
                        return task.resume(1);
                    })
                    .get();
            assertThat(step).isEqualTo(Step.ready());
        }
        assertThat(task.resume(1)).isEqualTo(Step.done(2L * turns));
        resumers.forEach(ExecutorService::close);
    }

    @Test
    void whatABodyThrowsFailsItsTurn() {
        assertThatThrownBy(() -> task(steps -> {
                            throw new IOException("thrown");
                        })
                        .resume(1))
                .isInstanceOf(IOException.class)
                .hasMessage("thrown");
        assertThatThrownBy(() -> task(steps -> {
                            throw new StackOverflowError("thrown");
                        })
                        .resume(1))
                .isInstanceOf(StackOverflowError.class);
        assertNothingIsLeft();
    }

    @Test
    void anInterruptOfWhoResumesIsKeptForLater() throws Exception {
        TaskRun<Long> task = task(steps -> {
            notes.add(Boolean.toString(Thread.currentThread().isInterrupted()));
            steps.worked(1);
            return 0L;
        });
        Thread.currentThread().interrupt();
        task.resume(1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(task.resume(1)).isEqualTo(Step.done(0L));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(notes).containsExactly("false");
    }

    /** One that has caught an interrupt of its own doing and set the flag again, as is the custom, still waits for its turn. */
    @Test
    void aBodyThatHasInterruptedItselfTakesStepsAsOthersDo() throws Exception {
        TaskRun<Long> task = task(steps -> {
            Thread.currentThread().interrupt();
            steps.worked(1);
            notes.add(Boolean.toString(Thread.interrupted()));
            return 0L;
        });
        assertThat(task.resume(1)).isEqualTo(Step.ready());
        await().atMost(Beside.PATIENCE).until(() -> threads.element().getState() == Thread.State.WAITING);
        assertThat(task.resume(1)).isEqualTo(Step.done(0L));
        assertThat(notes).containsExactly("true");
    }

    @Test
    void completingUnwindsABodyThatHasBegunBeforeAnybodyIsTold() throws Exception {
        Run<Long> run = run(List.of(steps -> {
            try {
                steps.receive(OWN);
                return 0L;
            } finally {
                notes.add("unwound");
            }
        }));
        TaskRun<Long> task = run.tasks().getFirst();
        task.resume(1);
        task.cancel(WORKER);
        assertThat(notes).containsExactly("unwound");
        assertThat(run.await()).containsExactly(new Completion.Cancelled<>(0, WORKER));
        assertNothingIsLeft();
    }

    @Test
    void everyStepIsRefusedToABodyThatIsUnwound() throws Exception {
        TaskRun<Long> task = task(steps -> {
            List<DirectCall> calls = List.of(
                    () -> steps.sleep(Duration.ZERO),
                    () -> steps.send(OWN, Message.EMPTY),
                    () -> steps.receive(OWN),
                    () -> steps.receive(OWN, Duration.ZERO),
                    () -> steps.call(() -> Message.EMPTY),
                    () -> steps.worked(1));
            for (DirectCall call : calls) {
                try {
                    call.make();
                } catch (InterruptedException e) {
                    notes.add("refused");
                }
            }
            notes.add(steps.stopping() ? "stopping" : "not stopping");
            return 0L;
        });
        task.resume(1);
        task.fail(WORKER, new IllegalStateException("a step has failed"));
        assertThat(notes).hasSize(7).endsWith("stopping").containsOnly("refused", "stopping");
        assertNothingIsLeft();
    }

    /** A call of a body that may be interrupted. */
    @FunctionalInterface
    private interface DirectCall {
        void make() throws InterruptedException;
    }

    @Test
    void aBodyThatHasNotBegunNeverDoes() {
        task(steps -> 0L).cancel(WORKER);
        assertThat(threads).isEmpty();
    }

    @Test
    void nothingIsLeftOfManyBodiesThatWait() throws Exception {
        Run<Long> run = run(Stream.<DirectBody<Long>>generate(() -> steps -> {
                    steps.sleep(Duration.ofHours(1));
                    return 0L;
                })
                .limit(2_000)
                .toList());
        for (TaskRun<Long> task : run.tasks()) {
            task.resume(1);
        }
        run.cancel();
        run.tasks().forEach(task -> task.cancel(WORKER));
        assertThat(run.await()).hasOnlyElementsOfType(Completion.Cancelled.class);
        assertThat(threads).hasSize(2_000);
        assertNothingIsLeft();
    }

    @Test
    void stepsAreForTheBodysOwnThread() {
        TaskRun<Long> task = task(steps -> {
            List<Throwable> thrown = new ArrayList<>();
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    steps.sleep(Duration.ZERO);
                } catch (InterruptedException | IllegalStateException e) {
                    thrown.add(e);
                }
            });
            other.join();
            notes.add(thrown.toString());
            return 0L;
        });
        assertThat(catchThrowable(() -> task.resume(1))).isNull();
        assertThat(notes).singleElement().asString().contains("another thread");
    }

    @Test
    void aTaskInDirectStyleIsNotAdvanced() {
        TaskRun<Long> task = task(steps -> 0L);
        assertThatThrownBy(() -> task.task().advance(task))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Task.body");
    }
}
