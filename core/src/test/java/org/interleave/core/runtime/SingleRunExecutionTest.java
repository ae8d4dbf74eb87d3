package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Cell;
import org.interleave.core.Completion;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.StrategyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SingleRunExecutionTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Job<String> JOB = Job.of(List.of(turn -> Step.done("done")));

    /** Runs until the test lets the run end, or it is cancelled. */
    private static final class HeldExecution extends SingleRunExecution {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger shutDowns = new AtomicInteger();
        private final AtomicBoolean running = new AtomicBoolean();
        private volatile boolean shutDownDuringRun;

        @Override
        protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
            running.set(true);
            begun.countDown();
            run.onStop(task -> released.countDown());
            released.await();
            for (TaskRun<R> task : run.tasks()) {
                if (run.cancelled()) {
                    task.cancel("held");
                } else {
                    task.fail("held", new IllegalStateException("released"));
                }
            }
            running.set(false);
            return run.outcome(Map::of);
        }

        @Override
        protected void shutDown() {
            shutDownDuringRun |= running.get();
            shutDowns.incrementAndGet();
        }
    }

    private final HeldExecution execution = new HeldExecution();

    private static <T> FutureTask<T> beside(Callable<T> call) {
        FutureTask<T> future = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(future);
        return future;
    }

    private FutureTask<Outcome<String>> runBeside() throws InterruptedException {
        FutureTask<Outcome<String>> run = beside(() -> execution.run(JOB));
        execution.begun.await();
        return run;
    }

    @Test
    void secondRunIsRefusedAndTheFirstGoesOn() throws Exception {
        FutureTask<Outcome<String>> first = runBeside();
        assertThatThrownBy(() -> execution.run(JOB))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("another run is going on");
        execution.released.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS).completions())
                .singleElement()
                .isInstanceOf(Completion.Failed.class);
    }

    @Test
    void runWithinRunIsRefused() {
        SingleRunExecution nesting = new SingleRunExecution() {
            @Override
            protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
                run(JOB);
                return run.outcome(Map::of);
            }

            @Override
            protected void shutDown() {}
        };
        assertThatThrownBy(() -> nesting.run(JOB))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("another run is going on");
    }

    @Test
    void cancellingReachesThePresentRunOnly() throws Exception {
        execution.cancel();
        FutureTask<Outcome<String>> run = runBeside();
        assertThat(run.isDone()).as("cancelled before it began").isFalse();
        execution.cancel();
        assertThat(run.get(30, TimeUnit.SECONDS).completions())
                .singleElement()
                .isInstanceOf(Completion.Cancelled.class);
        execution.cancel();
    }

    @Test
    void closingCancelsTheRunAndThenShutsDown() throws Exception {
        FutureTask<Outcome<String>> run = runBeside();
        execution.close();
        assertThat(execution.shutDowns).hasValue(1);
        assertThat(execution.shutDownDuringRun).isFalse();
        assertThat(run.get(30, TimeUnit.SECONDS).completions())
                .singleElement()
                .isInstanceOf(Completion.Cancelled.class);
    }

    @Test
    void closingFromManyThreadsShutsDownOnce() throws Exception {
        FutureTask<Outcome<String>> run = runBeside();
        List<FutureTask<Integer>> closings = List.of(beside(this::close), beside(this::close), beside(this::close));
        for (FutureTask<Integer> closing : closings) {
            assertThat(closing.get(30, TimeUnit.SECONDS))
                    .as("shut down when close returned")
                    .isEqualTo(1);
        }
        await().atMost(PATIENCE).until(run::isDone);
        execution.close();
        assertThat(execution.shutDowns).hasValue(1);
    }

    private int close() {
        execution.close();
        return execution.shutDowns.get();
    }

    @Test
    void closedExecutionRefusesToRun() {
        execution.close();
        assertThatThrownBy(() -> execution.run(JOB))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the execution is closed");
        assertThat(execution.begun.getCount()).as("runs not begun").isEqualTo(1);
    }

    @Test
    void runThatThrowsDoesNotBlockTheNext() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        SingleRunExecution failing = new SingleRunExecution() {
            @Override
            protected <R extends Serializable> Outcome<R> execute(Run<R> run) {
                throw new StrategyException("run " + runs.incrementAndGet());
            }

            @Override
            protected void shutDown() {}
        };
        assertThatThrownBy(() -> failing.run(JOB))
                .isInstanceOf(StrategyException.class)
                .hasMessage("run 1");
        assertThatThrownBy(() -> failing.run(JOB))
                .isInstanceOf(StrategyException.class)
                .hasMessage("run 2");
        failing.close();
    }

    @Test
    void closingLeavesARunBehindThatDoesNotEndAndShutsDownAtItsEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger shutDowns = new AtomicInteger();
        SingleRunExecution stubborn = new SingleRunExecution() {
            @Override
            protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
                begun.countDown();
                end.await();
                run.tasks().getFirst().cancel("");
                return run.outcome(Map::of);
            }

            @Override
            protected void shutDown() {
                shutDowns.incrementAndGet();
            }

            @Override
            Duration closeLimit() {
                return Duration.ofMillis(50);
            }
        };
        FutureTask<Outcome<String>> run = beside(() -> stubborn.run(JOB));
        begun.await();
        stubborn.close();
        assertThat(run.isDone()).isFalse();
        assertThat(shutDowns).hasValue(0);
        end.countDown();
        run.get(1, TimeUnit.MINUTES);
        assertThat(shutDowns).hasValue(1);
        stubborn.close();
        assertThat(shutDowns).hasValue(1);
    }

    @Test
    void cellsAreTheExecutionsOwn() throws InterruptedException {
        Cell own = new PlainCell();
        SingleRunExecution execution = new SingleRunExecution() {
            @Override
            protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
                TaskRun<R> task = run.tasks().getFirst();
                assertThat(task.cell(0)).isSameAs(own);
                task.cancel("");
                return run.outcome(Map::of);
            }

            @Override
            protected Cells cells() {
                return new Cells(() -> own, false);
            }

            @Override
            protected void shutDown() {}
        };
        own.store(0, 3);
        assertThat(execution.run(new Job<>(JOB.tasks(), 1)).cells()).containsExactly(3L);
        execution.close();
    }
}
