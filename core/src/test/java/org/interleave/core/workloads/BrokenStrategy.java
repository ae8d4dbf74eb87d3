package org.interleave.core.workloads;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.interleave.core.Cell;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.PlainCell;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.core.runtime.TaskRun;

/** What a strategy may do wrong to the results of its tasks. Each is a thread for each task but for that. */
enum BrokenStrategy {
    /** Loses the first message of each task to each inbox. */
    DROPS_MESSAGES,

    /** Delivers every message to an inbox twice. */
    DOUBLES_MESSAGES,

    /** Sends a task's first message to an inbox after its second. */
    REORDERS_MESSAGES,

    /** Resumes a task that waits for its first message at once, with one that nobody sent. */
    MAKES_UP_MESSAGES,

    /** Loses every second datagram of each task. */
    DROPS_DATAGRAMS,

    /** Sends every datagram twice. */
    DOUBLES_DATAGRAMS,

    /** Sends a third datagram of a task after its fourth. */
    REORDERS_DATAGRAMS,

    /** Resumes a task that sleeps at once. */
    IGNORES_SLEEPS,

    /** Loses every second expiration of a timer. */
    LOSES_EXPIRATIONS,

    /** Tells a task of twice as many expirations of a timer. */
    DOUBLES_EXPIRATIONS,

    /** Loses every tenth store to a cell, and vouches for its cells. */
    LOSES_UPDATES,

    /** Adds up what is stored, and so vouches for its cells, but tells tasks what they held a while ago. */
    LOADS_WHAT_WAS,

    /** Runs each task again from its beginning once it is done, and takes the second result. */
    RUNS_TASKS_TWICE,

    /** Runs the tasks on one thread, each to its end. */
    RUNS_ONE_AFTER_ANOTHER,

    /** Runs a C twin that returns without doing anything. */
    HAS_AN_IDLE_TWIN,

    /** Returns before the last task has completed. */
    RETURNS_EARLY,

    /** Gives the first task's result for the second's, and the other way round. */
    MIXES_RESULTS;

    private static final int BUDGET = 1000;

    /** An execution with this fault. */
    Execution open() {
        return switch (this) {
            case DROPS_MESSAGES -> treating(TreatedTask.DropsMessages::new);
            case DOUBLES_MESSAGES -> treating(doubling(TreatedTask::isMessage));
            case REORDERS_MESSAGES -> treating(reordering(TreatedTask::isMessage, number -> number == 1));
            case MAKES_UP_MESSAGES -> treating(TreatedTask.MakesUpMessages::new);
            case DROPS_DATAGRAMS -> treating(TreatedTask.DropsDatagrams::new);
            case DOUBLES_DATAGRAMS -> treating(doubling(TreatedTask::isDatagram));
            case REORDERS_DATAGRAMS -> treating(reordering(TreatedTask::isDatagram, number -> number == 3));
            case IGNORES_SLEEPS -> treating(TreatedTask.IgnoresSleeps::new);
            case LOSES_EXPIRATIONS -> treating(TreatedTask.LosesExpirations::new);
            case DOUBLES_EXPIRATIONS -> treating(TreatedTask.DoublesExpirations::new);
            case HAS_AN_IDLE_TWIN -> treating(TreatedTask.IdleTwin::new);
            case LOSES_UPDATES -> new LosesUpdates();
            case LOADS_WHAT_WAS -> new LoadsWhatWas();
            case RUNS_TASKS_TWICE -> new RunsTwice();
            case RUNS_ONE_AFTER_ANOTHER -> new OneAfterAnother();
            case RETURNS_EARLY ->
                new Tampering() {
                    @Override
                    <R extends Serializable> Outcome<R> tampered(Outcome<R> outcome) {
                        return with(
                                outcome,
                                outcome.completions()
                                        .subList(0, outcome.completions().size() - 1));
                    }
                };
            case MIXES_RESULTS ->
                new Tampering() {
                    @Override
                    <R extends Serializable> Outcome<R> tampered(Outcome<R> outcome) {
                        R first = outcome.results().get(0);
                        R second = outcome.results().get(1);
                        return TestRun.withResult(TestRun.withResult(outcome, 0, second), 1, first);
                    }
                };
        };
    }

    private static <R extends Serializable> Outcome<R> with(Outcome<R> outcome, List<Completion<R>> completions) {
        return new Outcome<>(completions, outcome.cells(), outcome.exactCells(), outcome.metrics());
    }

    /** Makes of a task what a broken strategy runs. */
    private interface Treatment {
        <R extends Serializable> Task<R> of(Task<R> task);
    }

    private static Treatment doubling(Predicate<Step<?>> kind) {
        return new Treatment() {
            @Override
            public <R extends Serializable> Task<R> of(Task<R> task) {
                return new TreatedTask.Doubles<>(task, kind);
            }
        };
    }

    private static Treatment reordering(Predicate<Step<?>> kind, LongPredicate late) {
        return new Treatment() {
            @Override
            public <R extends Serializable> Task<R> of(Task<R> task) {
                return new TreatedTask.Reorders<>(task, kind, late);
            }
        };
    }

    /** Gives each task cells of its own. */
    private static Treatment onCells(Supplier<List<Cell>> cells) {
        return new Treatment() {
            @Override
            public <R extends Serializable> Task<R> of(Task<R> task) {
                return new TreatedTask.OtherCells<>(task, cells.get());
            }
        };
    }

    private static Execution treating(Treatment treatment) {
        return new Tampering() {
            @Override
            public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
                return super.run(treated(job, treatment));
            }
        };
    }

    private static <R extends Serializable> Job<R> treated(Job<R> job, Treatment treatment) {
        List<Task<R>> tasks = new ArrayList<>();
        for (Task<R> task : job.tasks()) {
            tasks.add(treatment.of(task));
        }
        return new Job<>(tasks, job.cells());
    }

    /** A thread for each task, and an outcome that is tampered with. */
    private abstract static class Tampering implements Execution {

        private final Execution threads = TestRun.threads(BUDGET);

        <R extends Serializable> Outcome<R> tampered(Outcome<R> outcome) {
            return outcome;
        }

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            return tampered(threads.run(job));
        }

        @Override
        public void stop() {
            threads.stop();
        }

        @Override
        public void cancel() {
            threads.cancel();
        }

        @Override
        public void close() {
            threads.close();
        }
    }

    private static final class LosesUpdates extends Tampering {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            List<Cell> cells = IntStream.range(0, job.cells())
                    .<Cell>mapToObj(cell -> new Losing(new PlainCell(), new AtomicLong()))
                    .toList();
            return vouched(super.run(treated(job, onCells(() -> cells))), cells);
        }
    }

    private record Losing(Cell cell, AtomicLong stores) implements Cell {

        @Override
        public long load() {
            return cell.load();
        }

        @Override
        public boolean store(long loaded, long value) {
            return stores.incrementAndGet() % 10 == 0 || cell.store(loaded, value);
        }
    }

    private static final class LoadsWhatWas extends Tampering {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            List<AtomicLong> sums = IntStream.range(0, job.cells())
                    .mapToObj(cell -> new AtomicLong())
                    .toList();
            Outcome<R> outcome = super.run(treated(
                    job, onCells(() -> sums.stream().<Cell>map(Late::new).toList())));
            return vouched(outcome, sums.stream().<Cell>map(Late::new).toList());
        }
    }

    /** A sum as one task sees it: anew with every eighth load. */
    private static final class Late implements Cell {

        private final AtomicLong sum;
        private long loads;
        private long seen;

        Late(AtomicLong sum) {
            this.sum = sum;
        }

        @Override
        public long load() {
            if (loads++ % 8 == 0) {
                seen = sum.get();
            }
            return seen;
        }

        @Override
        public boolean store(long loaded, long value) {
            sum.addAndGet(value - loaded);
            return true;
        }
    }

    private static <R extends Serializable> Outcome<R> vouched(Outcome<R> outcome, List<Cell> cells) {
        return new Outcome<>(
                outcome.completions(), cells.stream().map(Cell::load).toList(), true, outcome.metrics());
    }

    /** Tasks with cells take turns, so that nothing is lost there. */
    private static final class RunsTwice extends Tampering {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            Job<R> twice = treated(job, TreatedTask.Twice::new);
            if (job.cells() == 0) {
                return super.run(twice);
            }
            try {
                return TestRun.inTurns(twice, Integer.MAX_VALUE, true, PlainCell::new);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class OneAfterAnother extends SingleRunExecution {

        @Override
        protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
            GuardedTaskLoop loop = new GuardedTaskLoop(
                    Guard.NONE, BUDGET, Inbox.forTasks(run.tasks().size()));
            Thread thread =
                    Thread.ofPlatform().daemon().unstarted(() -> run.tasks().forEach(task -> begin(task, loop)));
            run.onStop(task -> thread.interrupt());
            thread.start();
            Outcome<R> outcome = run.outcome(Collections::emptyMap);
            thread.join();
            return outcome;
        }

        private static void begin(TaskRun<?> task, GuardedTaskLoop loop) {
            if (task.cancelled()) {
                task.cancel("");
            } else {
                loop.run(task, "the only thread");
            }
        }

        @Override
        protected void shutDown() {
            // the thread ends with its run
        }
    }
}
